/** Gradients at points where a rule divides by zero or picks among equals: finite, and as JAX has them. */
import { expect, test } from "vitest";
import { gradients } from "../../../ts/backend/gradients";
import type { Tensor } from "../../../ts/core/tensor";
import * as ops from "../../../ts/ops/gen/table";
import { variableOf } from "./support";

const gradient = (fn: (x: Tensor) => Tensor, values: number[], shape = [values.length]): number[] => {
  const x = variableOf(Float32Array.from(values), shape);
  const [g] = gradients(ops.sum(fn(x)), [x]);
  return [...g!.dataSync()];
};

const second = (fn: (x: Tensor) => Tensor, values: number[]): number[] =>
  gradient((x) => gradients(ops.sum(fn(x)), [x])[0]!, values);

test("power has a finite gradient at zero for whole exponents", () => {
  expect(gradient((x) => ops.power(x, 2), [-2, 0, 3])).toEqual([-4, 0, 6]);
  expect(gradient((x) => ops.power(x, 1), [-2, 0, 3])).toEqual([1, 1, 1]);
  expect(gradient((x) => ops.power(x, 0), [-2, 0, 3])).toEqual([-0, 0, 0]);
  expect(gradient((b) => ops.power(0, b), [1, 2])).toEqual([0, 0]);
});

test("prod passes zeros: one zero takes the product of the others, two take nothing", () => {
  expect(gradient((x) => ops.prod(x), [0, 2, 3])).toEqual([6, 0, 0]);
  expect(gradient((x) => ops.prod(x), [0, 0, 3])).toEqual([0, 0, 0]);
  expect(second((x) => ops.prod(x), [0, 2, 3])).toEqual([5, 3, 2]);
});

test("equal elements share the gradient of max and min, maximum and minimum", () => {
  expect(gradient((x) => ops.max(x), [5, 1, 5, 5, 5])).toEqual([0.25, 0, 0.25, 0.25, 0.25]);
  expect(gradient((x) => ops.min(x, { axis: 0 }), [1, 2, 1, 3], [2, 2])).toEqual([0.5, 1, 0.5, 0]);
  expect(gradient((x) => ops.maximum(x, 2), [1, 2, 3])).toEqual([0, 0.5, 1]);
  expect(gradient((x) => ops.minimum(2, x), [1, 2, 3])).toEqual([1, 0.5, 0]);
});

test("relu and its kin have slope 0 at their kinks", () => {
  expect(gradient((x) => ops.relu(x), [-1, 0, 1])).toEqual([0, 0, 1]);
  expect(gradient((x) => ops.relu6(x), [-1, 0, 3, 6, 7])).toEqual([0, 0, 1, 0, 0]);
});

test("branches that are not taken leave no NaN behind", () => {
  expect(gradient((x) => ops.elu(x), [-1000, 1000]).every(Number.isFinite)).toBe(true);
  expect(gradient((x) => ops.selu(x), [-1000, 1000]).every(Number.isFinite)).toBe(true);
  expect(gradient((x) => ops.softplus(x), [-1000, 1000])).toEqual([0, 1]);
  expect(gradient((x) => ops.silu(x), [-1000, 1000]).every(Number.isFinite)).toBe(true);
  expect(gradient((x) => ops.gelu(x), [-30, 30]).every(Number.isFinite)).toBe(true);
});
