/** Programs that are kept for graphs of one structure serve other scalars; passes change no bit of a scalar. */
import { describe, expect, test } from "vitest";
import type { Tensor } from "../../ts/core/tensor";
import { K, ops } from "../../ts/index";

const whole = (values: number | number[]): Tensor => K.constant(values, { dtype: "int32" });
const numbers = (x: Tensor): number[] => [...x.dataSync()];

describe("a program that is kept", () => {
  test("adds and multiplies by the integer of this call, not by that of the first", () => {
    const x = whole([3, 4]);
    expect(numbers(ops.add(x, 0))).toEqual([3, 4]);
    expect(numbers(ops.add(x, 5))).toEqual([8, 9]);
    expect(numbers(ops.multiply(x, 1))).toEqual([3, 4]);
    expect(numbers(ops.multiply(x, 5))).toEqual([15, 20]);
    expect(numbers(ops.subtract(x, 0))).toEqual([3, 4]);
    expect(numbers(ops.subtract(x, 9))).toEqual([-6, -5]);
    expect(numbers(ops.add(ops.sum(x), 0))).toEqual([7]);
    expect(numbers(ops.add(ops.sum(x), 100))).toEqual([107]);
    expect(numbers(ops.add(whole(3), whole(0)))).toEqual([3]);
    expect(numbers(ops.add(whole(3), whole(4)))).toEqual([7]);
  });

  test("takes two integers apart that were equal at first", () => {
    const x = whole([30, 40]);
    const both = (a: number, b: number): number[] => numbers(ops.add(ops.maximum(x, a), ops.maximum(x, b)));
    expect(both(35, 35)).toEqual([70, 80]);
    expect(both(35, 50)).toEqual([85, 90]);
  });
});

describe("a scalar", () => {
  test("of zero keeps its sign, or loses it, as an array's does", () => {
    const signs = (x: Tensor): boolean[] => numbers(x).map((v) => Object.is(v, -0));
    const zeros = K.constant([-0, 0, -0.5]);
    expect(signs(ops.add(zeros, 0))).toEqual([false, false, false]);
    expect(signs(ops.add(zeros, -0))).toEqual([true, false, false]);
    expect(signs(ops.subtract(zeros, 0))).toEqual([true, false, false]);
    for (const [a, b] of [
      [0, -0],
      [-0, 0],
    ] as const) {
      expect(signs(ops.maximum(K.constant(a), K.constant(b)))).toEqual(signs(ops.maximum([a], [b])));
      expect(signs(ops.minimum(K.constant(a), K.constant(b)))).toEqual(signs(ops.minimum([a], [b])));
    }
  });

  test("has the bits of a vector's element, whatever the engine's Math gives", () => {
    for (const f of [ops.sin, ops.cos, ops.exp, ops.log1p, ops.sigmoid, ops.rsqrt, ops.tanh, ops.erf, ops.sqrt]) {
      for (const v of [0.1, 0.77, 2.5, 31.4]) {
        expect(numbers(f(K.constant(v))), `${f.name} ${v}`).toEqual(numbers(f(K.constant([v]))));
      }
    }
  });
});
