/** Metrics as in Keras, over several updates, with and without sample weights. */
import { metrics, tensor } from "keratin";
import { describe, expect, test } from "vitest";
import { setMask } from "../../ts/core/mask";
import { CLASSES } from "../../ts/nn/gen/metrics";
import { distance, type GoldenArray, readGolden, tensorOf, valuesOf } from "../support/golden";
import { casesOf, titled } from "./support";

interface MetricCase {
  class_name: string;
  options: Record<string, unknown>;
  config: Record<string, unknown>;
  updates: { arrays: GoldenArray[]; sampleWeight: GoldenArray | null; result: number }[];
  state: GoldenArray[];
  reset: number;
}

const golden = readGolden<{ metrics: MetricCase[] }>("tests/golden/losses.json");

/** Metrics of the fixtures that keratin has not yet. */
const MISSING: string[] = [];

const drawn = casesOf<Drawn>("metrics");
const inFixture = [...new Set(golden.metrics.map((one) => one.class_name))];
const known = CLASSES.map((one) => one.className!);

test("every one has a fixture or a test of its own, and the list of what is missing is exact", () => {
  expect(inFixture.filter((name) => !known.includes(name))).toEqual(MISSING);
  expect([...new Set(drawn.map((one) => one.class_name))].sort()).toEqual([...known].sort());
});

interface Drawn {
  options: Record<string, unknown>;
  config: Record<string, unknown>;
  direction: "up" | "down" | null;
  updates: {
    y_true: GoldenArray;
    y_pred: GoldenArray | null;
    sample_weight: GoldenArray | null;
    mask: GoldenArray | null;
    result: GoldenArray;
  }[];
  state: { name: string; value: GoldenArray }[];
}

describe("with weights, masks and all options they are Keras's", () => {
  test.each(titled(drawn))("%s", (_title, one) => {
    const metric = metrics.deserialize({ class_name: one.class_name, config: one.options });
    expect(metric.getConfig()).toEqual(one.config);
    expect(metric.direction ?? null).toBe(one.direction);
    for (const { y_true, y_pred, sample_weight, mask, result } of one.updates) {
      const p = y_pred ? tensorOf(y_pred) : undefined;
      if (p && mask) setMask(p, tensorOf(mask));
      metric.updateState(tensorOf(y_true), p, sample_weight ? { sampleWeight: tensorOf(sample_weight) } : {});
      const got = metric.result();
      expect(got.shape).toEqual(result.shape);
      expect(distance(got.dataSync(), valuesOf(result)), String(got)).toBeLessThan(1e-6);
      expect([metric.value()].flat()).toEqual([...got.dataSync()]);
    }
    expect(metric.variables.map((v) => v.name)).toEqual(one.state.map(({ name }) => name));
    metric.variables.forEach((variable, i) => {
      expect(distance(variable.read(), valuesOf(one.state[i]!.value)), variable.path).toBeLessThan(1e-6);
    });
    metric.resetState();
    for (const variable of metric.variables) expect(variable.read().every((v) => v === 0)).toBe(true);
  });
});

describe.each(inFixture.filter((name) => !MISSING.includes(name)))("%s", (name) => {
  const cases = golden.metrics.filter((one) => one.class_name === name);
  test.each(
    cases.map((one, i) => [i, one] as const),
  )("case %i: results, state, config and reset are Keras's", (_i, one) => {
    const metric = metrics.deserialize({ class_name: name, config: one.options });
    expect(metric.getConfig()).toEqual(one.config);
    for (const { arrays, sampleWeight, result } of one.updates) {
      const options = sampleWeight ? { sampleWeight: tensorOf(sampleWeight) } : {};
      const [first, second] = arrays.map(tensorOf);
      metric.updateState(first!, second, options);
      expect(distance([metric.value() as number], [result]), `${metric.value()} instead of ${result}`).toBeLessThan(
        1e-5,
      );
      expect(distance([metric.result().dataSync()[0]!], [result])).toBeLessThan(1e-5);
    }
    expect(metric.variables).toHaveLength(one.state.length);
    metric.variables.forEach((variable, i) => {
      expect(variable.shape).toEqual(one.state[i]!.shape);
      expect(distance(variable.read(), valuesOf(one.state[i]!)), variable.path).toBeLessThan(1e-5);
    });
    metric.resetState();
    expect(metric.value()).toBe(one.reset);
    for (const variable of metric.variables) expect([...variable.read()].every((v) => v === 0)).toBe(true);
  });
});

test("a metric of no samples, and of weights that are all zero, is 0", () => {
  const metric = new metrics.Mean();
  expect(metric.value()).toBe(0);
  metric.updateState([1, 2], undefined, { sampleWeight: [0, 0] });
  expect(metric.value()).toBe(0);
  expect(metric.result().arraySync()).toBe(0);
});

test("a metric takes tensors, nested arrays and numbers, and tells what it does not take", () => {
  const metric = new metrics.Mean({ name: "mine" });
  metric.updateState(4);
  metric.updateState([1, 2]);
  metric.updateState(tensor([5]));
  expect(metric.value()).toBe(3);
  expect(() => metric.updateState([1], undefined, { weight: [1] } as never)).toThrow(/mine.*weight.*sampleWeight/);
});

test("a loss given as a metric is its mean over samples, by the loss's name", () => {
  const metric = metrics.get("mse");
  metric.updateState(
    [
      [0, 0],
      [1, 1],
    ],
    [
      [1, 1],
      [1, 1],
    ],
  );
  expect([metric.name, metric.value()]).toEqual(["mean_squared_error", 0.5]);
});
