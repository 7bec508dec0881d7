/** Optimizers as in Keras, step by step over given gradients. */
import { K, optimizers, tensor } from "keratin";
import { describe, expect, test } from "vitest";
import { CLASSES } from "../../ts/nn/gen/optimizers";
import { distance, type GoldenArray, hasOwnTest, readFamily, tensorOf, valuesOf } from "../support/golden";

interface OptimizerCase {
  class_name: string;
  options: Record<string, unknown>;
  config: Record<string, unknown>;
  steps: GoldenArray[][];
  iterations: number;
  state: { name: string; path: string; value: GoldenArray }[];
  finalized: GoldenArray[];
}
interface Fixture {
  names: string[];
  variables: GoldenArray[];
  gradients: GoldenArray[][];
  change: { before_step: number; learning_rate: number };
  cases: OptimizerCase[];
}

const fixtures = readFamily<Fixture>("tests/golden/optimizers.json", "tests/golden/optimizers");
const titled = fixtures.flatMap((golden) =>
  golden.cases.map((one) => [`${one.class_name} ${JSON.stringify(one.options)}`, one, golden] as const),
);

test("every optimizer has a fixture or a test of its own, and every fixture an optimizer", () => {
  const inFixture = titled.map(([, one]) => one.class_name);
  const known = CLASSES.map((one) => one.className!);
  expect(inFixture.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !inFixture.includes(name) && !hasOwnTest("nn", name))).toEqual([]);
});

describe("twelve steps, the learning rate changed at the sixth, are Keras's", () => {
  test.each(titled)("%s", (_title, one, golden) => {
    const optimizer = optimizers.deserialize({ class_name: one.class_name, config: one.options });
    expect(optimizer.getConfig()).toEqual(one.config);
    const variables = golden.variables.map((array, i) => K.variable(tensorOf(array), { name: golden.names[i]! }));
    one.steps.forEach((wanted, step) => {
      if (step === golden.change.before_step) optimizer.learningRate = golden.change.learning_rate;
      optimizer.apply(golden.gradients[step]!.map(tensorOf), variables);
      wanted.forEach((array, i) => {
        expect(distance(variables[i]!.read(), valuesOf(array)), `${golden.names[i]} after step ${step}`).toBeLessThan(
          1e-5,
        );
      });
    });
    expect(optimizer.iterations).toBe(one.iterations);
    expect(optimizer.variables.map((v) => v.name)).toEqual(one.state.map((state) => state.name));
    expect(optimizer.variables.map((v) => v.shape)).toEqual(one.state.map((state) => state.value.shape));
    optimizer.variables.forEach((variable, i) => {
      const { value, path } = one.state[i]!;
      expect(variable.dtype, path).toBe(value.dtype);
      expect(distance(variable.read(), valuesOf(value)), path).toBeLessThan(1e-5);
    });
    optimizer.finalizeVariableValues();
    one.finalized.forEach((array, i) => {
      expect(distance(variables[i]!.read(), valuesOf(array)), `${golden.names[i]} finalized`).toBeLessThan(1e-5);
    });
  });
});

describe("an optimizer outside fit", () => {
  test("takes gradients of K.gradients, and leaves variables without a gradient alone", () => {
    const optimizer = new optimizers.SGD({ learningRate: 0.5 });
    const [a, b] = [K.variable([1, 2]), K.variable([3])];
    const gradients = K.gradients(K.sum(K.square(a.value)), [a, b]);
    expect(gradients[1]).toBeNull();
    optimizer.apply(gradients, [a, b]);
    expect([...a.read(), ...b.read()]).toEqual([0, 0, 3]);
    expect(optimizer.iterations).toBe(1);
  });

  test("keeps its variables: others, or fewer gradients, are errors that change nothing", () => {
    const optimizer = new optimizers.Adam();
    const [a, b] = [K.variable([1, 2], { name: "a" }), K.variable([3], { name: "b" })];
    optimizer.apply([tensor([1, 1])], [a]);
    const before = [...a.read()];
    expect(() => optimizer.apply([tensor([1])], [b])).toThrow(/adam: was built for other variables than b/);
    expect(() => optimizer.apply([], [a])).toThrow(
      /adam: gradients and variables differ in number\. Received 0 gradients, 1 variables/,
    );
    expect(() => optimizer.apply([tensor([1, 1, 1])], [a])).toThrow(
      /adam: the gradient of a has another shape\. Expected \[2\]\. Received \[3\]/,
    );
    expect([...a.read()]).toEqual(before);
    optimizer.apply([tensor([1, 1])], [a]);
    expect(optimizer.iterations).toBe(2);
  });

  test("says what is wrong with its options", () => {
    const { SGD, Adam } = optimizers;
    expect(() => new SGD({ learningRate: "fast" as never })).toThrow(
      /SGD: learningRate is no number\. Received learningRate="fast"/,
    );
    expect(() => new SGD({ clipnorm: 1, clipvalue: 1 })).toThrow(
      /SGD: only one of clipnorm, clipvalue and globalClipnorm/,
    );
    expect(() => new Adam({ gradientAccumulationSteps: 1 })).toThrow(/Adam: gradientAccumulationSteps is below 2/);
    expect(() => new Adam({ lr: 0.1 } as never)).toThrow(/Adam.*lr.*learningRate/);
    const optimizer = new SGD();
    expect(() => {
      optimizer.learningRate = Number.NaN;
    }).toThrow(/sgd: learningRate is no number/);
  });
});
