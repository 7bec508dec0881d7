/** Layers that keras.applications has for itself: they come with files of its models. */

import { K, ops, utils } from "keratin";
import { beforeEach, expect, test } from "vitest";
import { LayerScale, StochasticDepth } from "../../ts/models/applications/convnext";

beforeEach(() => utils.setRandomSeed(5));

test("LayerScale multiplies the last axis, and its scale is learned", () => {
  const layer = new LayerScale({ initValues: 0.5, projectionDim: 3 });
  expect(layer.apply(K.constant([[1, 2, 4]])).arraySync()).toEqual([[0.5, 1, 2]]);
  expect(layer.trainableWeights.map(({ shape }) => shape)).toEqual([[3]]);
  expect(layer.getConfig()).toMatchObject({ init_values: 0.5, projection_dim: 3 });
  expect(() => new LayerScale({ initValues: 1, projectionDim: 0 })).toThrow(
    /projectionDim is no positive whole number/,
  );
});

test("StochasticDepth drops whole rows in training, and keeps their mean", () => {
  const layer = new StochasticDepth({ dropPathRate: 0.25 });
  const x = ops.ones([4000, 2, 2]);
  expect(layer.apply(x).arraySync()).toEqual(x.arraySync());
  const rows = layer.apply(x, { training: true }).arraySync() as number[][][];
  for (const row of rows) expect(new Set(row.flat()).size).toBe(1);
  const values = rows.map((row) => row[0]![0]!);
  expect([...new Set(values)].sort()).toEqual([0, Math.fround(1 / 0.75)]);
  expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(1, 1);
  expect(() => new StochasticDepth({ dropPathRate: 1 })).toThrow(/rate is out of range/);
});
