/** Kernels that address memory by data check the value, stop, and touch nothing. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { makeFunction, placeholder } from "../../../ts/backend/function";
import { ValueError } from "../../../ts/core/errors";
import type { Tensor } from "../../../ts/core/tensor";
import { Variable } from "../../../ts/core/variable";
import * as ops from "../../../ts/ops/gen/table";

const ints = (...values: number[]): Tensor => tensor(Int32Array.from(values));

const BAD: [string, string, string, () => Tensor, () => Tensor][] = [
  ["take", "3", "0 to 2", () => ops.take([10, 20, 30], ints(0, 3)), () => ops.take([10, 20, 30], ints(0, 2))],
  ["take", "-4", "0 to 2", () => ops.take([10, 20, 30], ints(-4)), () => ops.take([10, 20, 30], ints(-3))],
  [
    "one_hot",
    "5",
    "0 to 4",
    () => ops.oneHot(ints(1, 5), 5, { checked: true }),
    () => ops.oneHot(ints(1, 4), 5, { checked: true }),
  ],
  [
    "sparse_softmax_cross_entropy",
    "2147483647",
    "0 to 1",
    () => ops.sparseCategoricalCrossentropy(ints(2147483647), [[0, 0]], { fromLogits: true }),
    () => ops.sparseCategoricalCrossentropy(ints(1), [[0, 0]], { fromLogits: true }),
  ],
  [
    "one_hot",
    "-1",
    "0 to 1",
    () => ops.sparseCategoricalCrossentropy(ints(-1), [[0.5, 0.5]]),
    () => ops.sparseCategoricalCrossentropy(ints(0), [[0.5, 0.5]]),
  ],
];

describe.each(BAD)("%s with index %s", (name, value, legal, bad, good) => {
  test("is a ValueError that names op, value and what is legal; the next call works", () => {
    const before = good().dataSync();
    let error: unknown;
    try {
      bad().dataSync();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ValueError);
    const { message } = error as Error;
    expect(message).toContain(name);
    expect(message).toContain(`Received ${value}`);
    expect(message).toContain(legal);
    expect(good().dataSync()).toEqual(before);
  });
});

test("a bad index leaves every variable as it was, also one assigned earlier in the program", () => {
  const v = new Variable(tensor([1, 2, 3]));
  const w = new Variable(tensor([0, 0]));
  const at = placeholder({ shape: [2], dtype: "int32" });
  const run = makeFunction([at], [ops.sum(ops.take(v, at))], {
    updates: [
      [v, ops.multiply(placeholderless(v), 2)],
      [w, ops.take(v, at)],
    ],
  });
  expect(() => run([[0, 7]])).toThrow(/Received 7/);
  expect([...v.read(), ...w.read()]).toEqual([1, 2, 3, 0, 0]);
  expect(run([[0, 2]])).toEqual([4]);
  expect([...v.read(), ...w.read()]).toEqual([2, 4, 6, 1, 3]);
});

/** The variable itself: read when the function runs. */
function placeholderless(v: Variable): Tensor {
  return v.value;
}

test("gradients of take add up where an index comes twice", () => {
  const g = ops.take([1, 2, 3, 4], ints(1, 1, -1));
  expect([...g.dataSync()]).toEqual([2, 2, 4]);
});
