/** Losses as in Keras: values, gradients, reductions, sample weights, class weights. */
import { K, layers, losses, ops, optimizers, Sequential, type Tensor } from "keratin";
import { describe, expect, test } from "vitest";
import { setMask } from "../../ts/core/mask";
import { CLASSES } from "../../ts/nn/gen/losses";
import { distance, type GoldenArray, readGolden, tensorOf, valuesOf } from "../support/golden";
import { casesOf, titled } from "./support";

interface LossCase {
  name: string;
  class_name: string;
  options: Record<string, unknown>;
  config: Record<string, unknown>;
  y_true: GoldenArray;
  y_pred: GoldenArray;
  sampleWeight: GoldenArray | null;
  value: GoldenArray;
  cotangent: GoldenArray;
  gradient: GoldenArray;
}
interface ClassWeightCase {
  units: number;
  activation: string;
  loss: string;
  learning_rate: number;
  x: GoldenArray;
  y: GoldenArray;
  classWeight: Record<string, number>;
  weightsBefore: GoldenArray[];
  logs: Record<string, number>;
  weights: GoldenArray[];
}

const golden = readGolden<{ losses: LossCase[]; classWeights: ClassWeightCase[] }>("tests/golden/losses.json");

/** Losses of the fixtures that keratin has not yet. */
const MISSING: string[] = [];

const inFixture = [...new Set(golden.losses.map((one) => one.class_name))];
const drawn = casesOf<Drawn>("losses");
const known = CLASSES.map((one) => one.className!);

test("every one has a fixture or a test of its own, and the list of what is missing is exact", () => {
  expect(inFixture.filter((name) => !known.includes(name))).toEqual(MISSING);
  expect([...new Set(drawn.map((one) => one.class_name))].sort()).toEqual([...known].sort());
});

interface Drawn {
  options: Record<string, unknown>;
  config: Record<string, unknown>;
  y_true: GoldenArray;
  y_pred: GoldenArray;
  sample_weight: GoldenArray | null;
  mask: GoldenArray | null;
  value: GoldenArray;
  cotangent: GoldenArray;
  gradient: GoldenArray;
}

describe("with weights, masks and all options they are Keras's", () => {
  test.each(titled(drawn))("%s", (_title, one) => {
    const loss = losses.deserialize({ class_name: one.class_name, config: one.options });
    const config = { ...loss.getConfig() };
    // Keras forgets this one when it saves.
    if (one.class_name === "Huber") delete config.delta;
    expect(config).toEqual(one.config);
    const x = K.variable(tensorOf(one.y_pred));
    if (one.mask) setMask(x.value, tensorOf(one.mask));
    const options = one.sample_weight ? { sampleWeight: tensorOf(one.sample_weight) } : {};
    const value = loss.apply(tensorOf(one.y_true), x.value, options);
    expect(value.shape).toEqual(one.value.shape);
    // Sums of logarithms over time round more; one case of another is at 1.1e-6.
    const slack = one.class_name === "CTC" ? 10 : 1.2;
    expect(distance(value.dataSync(), valuesOf(one.value))).toBeLessThan(1e-6 * slack);
    const gradient = K.gradients(ops.sum(ops.multiply(value, tensorOf(one.cotangent))), [x])[0];
    expect(distance(gradient?.dataSync() ?? new Float32Array(x.size), valuesOf(one.gradient))).toBeLessThan(
      5e-6 * slack,
    );
  });
});

/** What is wrong with one case. */
function faults(one: LossCase): string[] {
  const loss = losses.deserialize({ class_name: one.class_name, config: one.options });
  const found: string[] = [];
  const label = `${one.name} ${JSON.stringify(one.options)}`;
  const config: Record<string, unknown> = { ...loss.getConfig() };
  // Keras forgets this one when it saves.
  if (one.class_name === "Huber") delete config.delta;
  if (JSON.stringify(sorted(config)) !== JSON.stringify(sorted(one.config))) {
    found.push(`${label}: config ${JSON.stringify(config)} instead of ${JSON.stringify(one.config)}`);
  }
  const predictions = K.variable(tensorOf(one.y_pred));
  const options = one.sampleWeight ? { sampleWeight: tensorOf(one.sampleWeight) } : {};
  const value = loss.apply(tensorOf(one.y_true), predictions, options);
  if (JSON.stringify(value.shape) !== JSON.stringify(one.value.shape)) found.push(`${label}: shape [${value.shape}]`);
  const far = distance(value.dataSync(), valuesOf(one.value));
  if (!(far < 1e-5)) found.push(`${label}: value ${far}`);
  const scalar = ops.sum(ops.multiply(value, tensorOf(one.cotangent)));
  const gradient = K.gradients(scalar, [predictions])[0] as Tensor | null;
  const apart = gradient ? distance(gradient.dataSync(), valuesOf(one.gradient)) : Number.POSITIVE_INFINITY;
  if (!(apart < 1e-4)) found.push(`${label}: gradient ${apart}`);
  return found;
}

const sorted = (config: Record<string, unknown>): [string, unknown][] =>
  Object.entries(config)
    .filter(([key]) => key !== "dtype")
    .sort(([a], [b]) => (a < b ? -1 : 1));

describe("values, gradients and configs are Keras's, for all reductions and weights", () => {
  test.each(inFixture.filter((name) => !MISSING.includes(name)))("%s", (name) => {
    const cases = golden.losses.filter((one) => one.class_name === name);
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.flatMap(faults)).toEqual([]);
  });
});

describe("class weights", () => {
  test.each(
    golden.classWeights.map((one, i) => [i, one.loss, one] as const),
  )("case %i, %s: one step is Keras's", async (_i, _loss, one) => {
    const model = new Sequential([
      layers.input({ shape: one.x.shape.slice(1) }),
      layers.dense({ units: one.units, activation: one.activation }),
    ]);
    model.setWeights(one.weightsBefore.map(tensorOf));
    model.compile({
      optimizer: new optimizers.SGD({ learningRate: one.learning_rate }),
      loss: one.loss,
      metrics: ["accuracy"],
      weightedMetrics: one.loss in one.logs ? ["accuracy", one.loss] : ["accuracy"],
    });
    const logs = await model.trainOnBatch(tensorOf(one.x), tensorOf(one.y), { classWeight: one.classWeight });
    expect(Object.keys(logs)).toEqual(Object.keys(one.logs));
    for (const [name, value] of Object.entries(one.logs))
      expect(distance([logs[name]!], [value]), name).toBeLessThan(1e-5);
    model.weights.forEach((variable, i) => {
      expect(distance(variable.read(), valuesOf(one.weights[i]!)), variable.path).toBeLessThan(1e-5);
    });
  });
});

describe("what losses say", () => {
  test("about shapes that do not match", () => {
    expect(() => new losses.MeanSquaredError().apply([[1, 2, 3]], [[1, 2]])).toThrow(
      /mean_squared_error: targets and predictions do not match\. Expected targets of shape \[1,2\]\. Received targets of shape \[1,3\]/,
    );
    expect(() => new losses.MeanSquaredError().apply([[1], [2]], [[1], [2]], { sampleWeight: [1, 2, 3] })).toThrow(
      /mean_squared_error: the sample weights do not match the losses\. Expected weights that broadcast to \[2\]/,
    );
  });

  test("about reductions and options they do not have", () => {
    expect(() => new losses.Huber({ reduction: "average" })).toThrow(
      /huber_loss: the reduction is unknown\. Expected one of sum_over_batch_size, .*Received reduction="average"/,
    );
    expect(() => new losses.Huber({ delt: 2 } as never)).toThrow(/Huber.*delt.*delta/);
  });
});

test("functions of losses give one number for each sample", () => {
  expect(
    losses
      .meanSquaredError(
        [
          [0, 2],
          [1, 1],
        ],
        [
          [1, 1],
          [3, 3],
        ],
      )
      .arraySync(),
  ).toEqual([1, 4]);
  expect(
    losses
      .meanAbsoluteError(
        [
          [0, 2],
          [1, 1],
        ],
        [
          [1, 1],
          [3, 3],
        ],
      )
      .arraySync(),
  ).toEqual([1, 2]);
});
