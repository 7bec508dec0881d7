/** Optimizers as in Keras, step by step over given gradients. */

import { resolve } from "node:path";
import { K, LearningRateSchedule, ops, optimizers, type Tensor, tensor } from "keratin";
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

const folder = process.env.KERATIN_NN ? resolve(process.env.KERATIN_NN) : "tests/golden";
const fixtures = readFamily<Fixture>("tests/golden/optimizers.json", `${folder}/optimizers`);
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
    const { exclude, ...options } = one.options;
    const optimizer = optimizers.deserialize({ class_name: one.class_name, config: options });
    expect(optimizer.getConfig()).toEqual(one.config);
    if (exclude) optimizer.excludeFromWeightDecay({ varNames: exclude as string[] });
    // Ftrl divides differences of powers by the learning rate: their rounding grows a thousandfold.
    const tolerance = one.class_name === "Ftrl" ? 1e-4 : 1e-5;
    const variables = golden.variables.map((array, i) => K.variable(tensorOf(array), { name: golden.names[i]! }));
    one.steps.forEach((wanted, step) => {
      if (step === golden.change.before_step && !optimizer.schedule)
        optimizer.learningRate = golden.change.learning_rate;
      optimizer.apply(golden.gradients[step]!.map(tensorOf), variables);
      wanted.forEach((array, i) => {
        expect(distance(variables[i]!.read(), valuesOf(array)), `${golden.names[i]} after step ${step}`).toBeLessThan(
          tolerance,
        );
      });
    });
    expect(optimizer.iterations).toBe(one.iterations);
    expect(optimizer.variables.map((v) => v.name)).toEqual(one.state.map((state) => state.name));
    expect(optimizer.variables.map((v) => v.shape)).toEqual(one.state.map((state) => state.value.shape));
    optimizer.variables.forEach((variable, i) => {
      const { value, path } = one.state[i]!;
      expect(variable.dtype, path).toBe(value.dtype);
      expect(distance(variable.read(), valuesOf(value)), path).toBeLessThan(tolerance);
    });
    optimizer.finalizeVariableValues();
    one.finalized.forEach((array, i) => {
      expect(distance(variables[i]!.read(), valuesOf(array)), `${golden.names[i]} finalized`).toBeLessThan(tolerance);
    });
  });
});

describe("a schedule", () => {
  test("gives the learning rate of each step; it cannot be set, has no variable, and is saved", () => {
    const { ExponentialDecay } = optimizers.schedules;
    const schedule = new ExponentialDecay({ initialLearningRate: 0.5, decaySteps: 1, decayRate: 0.5 });
    const sgd = new optimizers.SGD({ learningRate: schedule });
    const w = K.variable([0]);
    for (const want of [-0.5, -0.75, -0.875]) {
      sgd.apply([tensor([1])], [w]);
      expect(w.read()[0]).toBe(want);
    }
    expect(sgd.learningRate).toBe(0.0625);
    expect(sgd.variables.map((v) => v.name)).toEqual(["iteration"]);
    expect(() => {
      sgd.learningRate = 1;
    }).toThrow(/sgd: has a schedule/);
    const saved = sgd.getConfig().learning_rate;
    expect(saved).toEqual({
      module: "keras.optimizers.schedules",
      class_name: "ExponentialDecay",
      config: {
        initial_learning_rate: 0.5,
        decay_steps: 1,
        decay_rate: 0.5,
        staircase: false,
        name: "ExponentialDecay",
      },
      registered_name: null,
    });
    expect(new optimizers.SGD({ learningRate: saved as Record<string, unknown> }).getConfig().learning_rate).toEqual(
      saved,
    );
  });

  test("of the user's own is traced into the program, and says when it cannot be saved", () => {
    class Rising extends LearningRateSchedule {
      override apply(step: Tensor): Tensor {
        return ops.add(ops.cast(step, "float32"), 1);
      }
    }
    const sgd = new optimizers.SGD({ learningRate: new Rising() });
    const w = K.variable([0]);
    for (let i = 0; i < 3; i++) sgd.apply([tensor([1])], [w]);
    expect(w.read()[0]).toBe(-6);
    expect(() => sgd.getConfig()).toThrow(/schedules: an object of class Rising cannot be saved/);
  });

  test("says what is wrong with its options", () => {
    const { CosineDecay, PiecewiseConstantDecay } = optimizers.schedules;
    expect(() => new CosineDecay({ initialLearningRate: 1, decaySteps: 0 })).toThrow(
      /CosineDecay: decaySteps is not positive/,
    );
    expect(() => new CosineDecay({ decaySteps: 3 } as never)).toThrow(/CosineDecay: initialLearningRate is no number/);
    expect(() => new PiecewiseConstantDecay({ boundaries: [1], values: [1] })).toThrow(
      /boundaries and values do not fit/,
    );
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
      /SGD: learningRate is no number\. Expected a number or a schedule\. Received learningRate="fast"/,
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
