/** What a user may write for a tensor: empty ones, scalars, every typed array, values out of range. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../ts/backend/evaluate";
import * as K from "../../ts/backend/K";
import { DTypeError } from "../../ts/core/errors";
import * as ops from "../../ts/ops/gen/public";

describe("typed arrays keep their dtype where we have it", () => {
  test.each([
    [Float32Array.of(1, 2), "float32"],
    [Int32Array.of(1, 2), "int32"],
    [Uint8Array.of(1, 2), "uint8"],
    [Int8Array.of(1, 2), "int8"],
    [Uint8ClampedArray.of(1, 2), "uint8"],
    [Int16Array.of(1, 2), "int32"],
    [Uint16Array.of(1, 2), "int32"],
    [Uint32Array.of(1, 2), "int32"],
    [BigInt64Array.of(1n, 2n), "int32"],
    [BigUint64Array.of(1n, 2n), "int32"],
    [Float64Array.of(1, 2), "float32"],
  ])("%o", (values, dtype) => {
    const x = tensor(values);
    expect([x.dtype, x.shape, x.arraySync()]).toEqual([dtype, [2], [1, 2]]);
    expect(K.eval(K.add(x, 1))).toEqual([2, 3]);
    expect(K.eval(K.add(values as Float32Array, values as Float32Array))).toEqual([2, 4]);
    expect(tensor(values, [2, 1]).arraySync()).toEqual([[1], [2]]);
  });

  test("views read what they show", () => {
    const buffer = Float32Array.of(0, 1, 2, 3, 4);
    expect(K.eval(K.multiply(buffer.subarray(1, 4), 2))).toEqual([2, 4, 6]);
    const bytes = Uint8Array.of(9, 1, 2).subarray(1);
    expect(K.eval(K.add(bytes, 0))).toEqual([1, 2]);
  });
});

describe("numbers", () => {
  test("numbers make float32, truth values bool, a dtype decides", () => {
    expect(tensor([1, 2]).dtype).toBe("float32");
    expect(tensor([true, false]).dtype).toBe("bool");
    expect(tensor([true, 2]).dtype).toBe("float32");
    expect(tensor([1, 0, 3], undefined, "bool").arraySync()).toEqual([true, false, true]);
    expect(tensor([1, 2], undefined, "int64").dtype).toBe("int32");
    expect(tensor([1, 2], undefined, "float64").dtype).toBe("float32");
  });

  test("whole numbers that do not fit are an error, never wrapped", () => {
    for (const call of [
      () => tensor([2 ** 31], undefined, "int32"),
      () => tensor(Uint32Array.of(2 ** 31)),
      () => tensor(BigInt64Array.of(-(2n ** 40n))),
      () => tensor([256], undefined, "uint8"),
      () => tensor([-129], undefined, "int8"),
      () => tensor([Number.NaN], undefined, "int32"),
    ]) {
      expect(call).toThrow(DTypeError);
      expect(call).toThrow(/does not fit.*Received value .* at index 0/);
    }
    expect(tensor([-(2 ** 31), 2 ** 31 - 1], undefined, "int32").arraySync()).toEqual([-(2 ** 31), 2 ** 31 - 1]);
  });

  test("a bare number takes the dtype of the other operand when it fits", () => {
    const whole = Int32Array.of(5, 7);
    expect(ops.add(whole, 1).dtype).toBe("int32");
    expect(ops.add(1, whole).dtype).toBe("int32");
    expect(ops.add(whole, 1.5).dtype).toBe("float32");
    expect(ops.add(whole, 2 ** 40).dtype).toBe("float32");
    expect(ops.add([true], 1).dtype).toBe("int32");
    expect(ops.divide(whole, 2).arraySync()).toEqual([2.5, 3.5]);
  });

  test("integers do not pass through floats", () => {
    const big = Int32Array.of(16777217, 2147483647, -2147483648);
    expect(K.eval(ops.add(big, 0))).toEqual([...big]);
    expect(K.eval(ops.maximum(big, 0))).toEqual([16777217, 2147483647, 0]);
    expect(K.eval(ops.where([true, true, false], big, 3))).toEqual([16777217, 2147483647, 3]);
    expect(K.eval(ops.sum(Int32Array.of(16777217, 1)))).toBe(16777218);
    expect(K.eval(ops.add(Int32Array.of(2147483647), 1))).toEqual([-2147483648]);
    expect(K.eval(ops.multiply(Int32Array.of(46341), 46341))).toEqual([Math.imul(46341, 46341)]);
  });

  test("small integers compute as int32", () => {
    expect(ops.add(Uint8Array.of(200), Uint8Array.of(100)).arraySync()).toEqual([300]);
    expect(ops.multiply(Int8Array.of(-100), 2).arraySync()).toEqual([-200]);
    expect(ops.sum([true, true, false]).arraySync()).toBe(2);
    expect(ops.mean(Uint8Array.of(255, 0)).arraySync()).toBe(127.5);
    expect(ops.equal(Uint8Array.of(3, 4), 3).arraySync()).toEqual([true, false]);
  });
});

describe("sizes", () => {
  test("empty tensors go through every kind of op", () => {
    const none = tensor(new Float32Array(0), [0, 3]);
    expect(K.eval(ops.add(none, [1, 2, 3]))).toEqual([]);
    expect(ops.exp(none).shape).toEqual([0, 3]);
    expect(K.eval(ops.sum(none, { axis: 0 }))).toEqual([0, 0, 0]);
    expect(K.eval(ops.sum(none))).toBe(0);
    expect(K.eval(ops.matmul(none, ops.ones([3, 2])))).toEqual([]);
    expect(ops.softmax(none).dataSync().length).toBe(0);
    expect(ops.transpose(none).shape).toEqual([3, 0]);
    expect(K.eval(ops.concatenate([none, ops.ones([1, 3])]))).toEqual([[1, 1, 1]]);
    expect(
      K.eval(
        ops.pad(none, [
          [1, 0],
          [0, 0],
        ]),
      ),
    ).toEqual([[0, 0, 0]]);
    expect(ops.take(ops.ones([3]), new Int32Array(0)).shape).toEqual([0]);
    expect(ops.oneHot(new Int32Array(0), 4).shape).toEqual([0, 4]);
    expect(ops.conv(ops.zeros([0, 5, 5, 1]), ops.ones([3, 3, 1, 2])).shape).toEqual([0, 3, 3, 2]);
    expect(ops.conv(ops.zeros([0, 5, 5, 1]), ops.ones([3, 3, 1, 2])).dataSync().length).toBe(0);
    expect(tensor([]).shape).toEqual([0]);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    expect(K.eval(ops.mean(none))).toBeNaN();
    const v = K.variable(new Float32Array(0));
    expect(K.eval(K.gradients(K.sum(K.square(v)), [v])[0]!)).toEqual([]);
  });

  test("scalars go through ops and come back as numbers", () => {
    expect(K.eval(ops.add(1, 2))).toBe(3);
    expect(K.eval(ops.exp(0))).toBe(1);
    expect(K.eval(ops.reshape(5, [1, 1]))).toEqual([[5]]);
    expect(K.eval(ops.greater(2, 1))).toBe(true);
    expect(K.eval(ops.transpose(3))).toBe(3);
    expect(K.eval(ops.argmax(3))).toBe(0);
    expect(K.eval(ops.sum(4))).toBe(4);
    expect(K.eval(ops.expandDims(4, 0))).toEqual([4]);
    expect(K.eval(ops.pad(tensor(5), []))).toBe(5);
  });

  test("tensors of rank 8 and more work", () => {
    const x = ops.reshape(ops.arange(256, null, 1, { dtype: "float32" }), [2, 2, 2, 2, 2, 2, 2, 2]);
    expect(ops.transpose(x).dataSync()[1]).toBe(128);
    expect(K.eval(ops.sum(ops.add(x, ops.transpose(x))))).toBe(255 * 256);
    const nine = ops.reshape(x, [2, 2, 2, 2, 2, 2, 2, 2, 1]);
    expect(ops.add(nine, nine).shape.length).toBe(9);
  });
});

test("indices written as numbers must be whole, and become int32", () => {
  expect(K.eval(ops.take([10, 20], [1, 0]))).toEqual([20, 10]);
  expect(K.eval(ops.take([10, 20], 1))).toBe(20);
  expect(ops.oneHot([1, 0], 2).arraySync()).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(() => ops.take([1, 2, 3], [1.7])).toThrow(/^take: an index is no whole number\. Received 1\.7\d* at index 0/);
  expect(() => ops.oneHot([0, 1.5], 3)).toThrow(/one_hot: an index is no whole number/);
  expect(() => tensor(new DataView(new ArrayBuffer(8)) as never)).toThrow(/DataView/);
  expect(() => ops.reshape([1, 2], "2" as never)).toThrow(/no list of sizes/);
});
