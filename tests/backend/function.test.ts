/** K.placeholder and K.function. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../ts/backend/evaluate";
import * as K from "../../ts/backend/K";
import { ShapeError, ValueError } from "../../ts/core/errors";
import * as ops from "../../ts/ops/gen/public";

describe("K.function", () => {
  test("compiles for every size that null stands for", () => {
    const x = K.placeholder({ shape: [null, 3] });
    const w = K.variable([[1], [2], [3]]);
    const f = K.function([x], [K.dot(x, w), K.mean(x, { axis: 0 }), ops.reshape(x, [-1])]);
    for (const rows of [1, 2, 5, 2]) {
      const values = Array.from({ length: rows }, (_, i) => [i, i, i]);
      const [y, mean, flat] = f([values]);
      expect(y).toEqual(values.map(([v]) => [6 * v!]));
      expect((mean as number[])[0]).toBeCloseTo((rows - 1) / 2, 6);
      expect((flat as number[]).length).toBe(3 * rows);
    }
    expect(K.intShape(K.dot(x, w))).toEqual([null, 1]);
    expect(() => f([[[1, 2]]])).toThrow(ShapeError);
    expect(() => f([[[1, 2]]])).toThrow(/placeholder.*\[null, 3\].*\[1, 2\]/);
  });

  test("reads variables when it runs", () => {
    const x = K.placeholder({ shape: [2] });
    const v = K.variable([1, 1]);
    const f = K.function([x], [K.multiply(x, v), v]);
    expect(f([[3, 4]])).toEqual([
      [3, 4],
      [1, 1],
    ]);
    K.setValue(v, [10, 20]);
    expect(f([[3, 4]])).toEqual([
      [30, 80],
      [10, 20],
    ]);
  });

  test("applies updates at every call, all from the values before", () => {
    const x = K.placeholder({ shape: [] });
    const [a, b] = [K.variable(1), K.variable(10)];
    const f = K.function([x], [a, b, K.add(a, x)], {
      updates: [
        [a, K.add(a.value, K.multiply(x, 1))],
        [b, K.multiply(b, 2)],
      ],
    });
    expect(f([5])).toEqual([1, 10, 6]);
    expect([K.eval(a), K.eval(b)]).toEqual([6, 20]);
  });

  test("swaps two variables by updates", () => {
    const x = K.placeholder({ shape: [] });
    const [a, b] = [K.variable([1, 2]), K.variable([3, 4])];
    const f = K.function([x], [x], {
      updates: [
        [a, b.value],
        [b, a.value],
      ],
    });
    f([0]);
    expect([K.eval(a), K.eval(b)]).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });

  test("refuses an update of another shape before it touches memory, and casts another dtype", () => {
    const x = K.placeholder({ shape: [4] });
    const v = K.variable([1, 2]);
    const f = K.function([x], [x], { updates: [[v, K.multiply(x, 2)]] });
    expect(() => f([[1, 2, 3, 4]])).toThrow(/update does not fit/);
    expect(K.eval(v)).toEqual([1, 2]);
    const n = K.variable(Int32Array.of(0));
    const y = K.placeholder({ shape: [1] });
    K.function([y], [y], { updates: [[n, K.multiply(y, 2)]] })([[3.6]]);
    expect(K.eval(n)).toEqual([7]);
  });

  test("takes several inputs of every dtype, scalars and empty tensors", () => {
    const [a, b] = [K.placeholder({ shape: [null], dtype: "int32" }), K.placeholder({ ndim: 1 })];
    const f = K.function([a, b], [K.add(a, b), K.sum(b)]);
    expect(f([Int32Array.of(1, 2), [0.5, 0.5]])).toEqual([[1.5, 2.5], 1]);
    expect(f([[], []])).toEqual([[], 0]);
    expect(() => f([[1]])).toThrow(/list of 2/);
    const truth = K.placeholder({ shape: [2], dtype: "bool" });
    expect(K.function([truth], [ops.logicalNot(truth)])([[true, false]])).toEqual([[false, true]]);
  });

  test("says what is wrong with its arguments", () => {
    expect(() => K.function([tensor([1])], [])).toThrow(ValueError);
    expect(() => K.placeholder()).toThrow(/needs a shape or ndim/);
    expect(() => K.placeholder([2] as never)).toThrow(/K.placeholder\(\{ shape/);
    expect(() => K.function([], [], [] as never)).toThrow(/options belong/);
  });

  test("keeps results apart from one call to the next", () => {
    const x = K.placeholder({ shape: [null] });
    const f = K.function([x], [K.multiply(x, 2)]);
    const first = f([[1, 2]])[0];
    f([[5, 6]]);
    K.eval(K.exp(new Float32Array(5000)));
    expect(first).toEqual([2, 4]);
  });

  test("runs any number of sizes within bounded memory", () => {
    const x = K.placeholder({ shape: [null] });
    const f = K.function([x], [K.sum(K.exp(x))]);
    for (let n = 1; n <= 60; n++) expect(f([new Float32Array(n)])).toEqual([n]);
    expect(f([new Float32Array(1)])).toEqual([1]);
  });
});

test("a symbolic tensor has no values and says what to do", () => {
  const x = K.placeholder({ shape: [null, 2], name: "images" });
  expect(() => K.eval(K.add(x, 1))).toThrow(/symbolic.*ops.where/);
  expect(String(x)).toBe("<Tensor shape=[null, 2] dtype=float32 name=images>");
  expect(K.isKerasTensor(x)).toBe(true);
});

test("a symbolic tensor is found wherever it stands among the arguments", () => {
  const x = K.placeholder({ shape: [2] });
  const f = K.function(
    [x],
    [K.multiply(0.5, x), ops.stack([x, [1, 2]]), ops.where(true, 1, x), ops.concatenate([[0], x])],
  );
  expect(f([[2, 4]])).toEqual([
    [1, 2],
    [
      [2, 4],
      [1, 2],
    ],
    [1, 1],
    [0, 2, 4],
  ]);
});

test("a lazy tensor inside a function reads its variables when the function runs, at every size", () => {
  const x = K.placeholder({ shape: [null] });
  const v = K.variable([2]);
  const f = K.function([x], [K.add(x, K.square(v)), K.multiply(v, 10)]);
  expect(f([[1]])).toEqual([[5], [20]]);
  K.setValue(v, [3]);
  expect(f([[1]])).toEqual([[10], [30]]);
  expect(f([[1, 2]])).toEqual([[10, 11], [30]]);
});
