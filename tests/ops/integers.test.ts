/** Integers stay integers where Keras keeps them so; the values are Keras's. */
import { K, ops, tensor } from "keratin";
import { expect, test } from "vitest";

const int = (values: number[], shape?: number[]) => tensor(Int32Array.from(values), shape);

test("products of integers are exact, and wrap", () => {
  const y = ops.matmul(int([100000, 1], [1, 2]), int([10001, 100000], [2, 1]));
  expect([y.dtype, ...y.dataSync()]).toEqual(["int32", 1000200000]);
  const a = int([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
  expect(ops.matmul(a, int([1, -1], [2])).arraySync()).toEqual([
    [-1, -1],
    [-1, -1],
  ]);
  expect(ops.matmul(a, a).arraySync()).toEqual([
    [
      [7, 10],
      [15, 22],
    ],
    [
      [67, 78],
      [91, 106],
    ],
  ]);
  expect(ops.matmul(int([2]), [0.5]).dtype).toBe("float32");
});

test("powers of integers are integers", () => {
  const y = ops.power(int([7, 2, -3, 0, 5, 2, -1, 0]), int([11, 31, 3, 0, 0, -1, -3, -2]));
  expect([y.dtype, ...y.dataSync()]).toEqual(["int32", 1977326743, -2147483648, -27, 1, 1, 0, -1, 0]);
  expect(ops.power(int([2]), 0.5).dtype).toBe("float32");
});

test("relu and round leave integers integers", () => {
  const x = int([-5, 16777217]);
  expect([ops.relu(x).dtype, ...ops.relu(x).dataSync()]).toEqual(["int32", 0, 16777217]);
  expect([ops.round(x).dtype, ...ops.round(x).dataSync()]).toEqual(["int32", -5, 16777217]);
  expect([...ops.relu(tensor(Uint8Array.of(0, 200))).dataSync()]).toEqual([0, 200]);
  expect([...ops.round(tensor([true, false])).dataSync()]).toEqual([1, 0]);
  expect(K.eval(ops.abs(x))).toEqual(K.eval(ops.absolute(x)));
});
