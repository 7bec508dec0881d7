/** Laws of the kind "window": pools against plain loops in float64. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import { averagePool } from "../../../ts/ops/average_pool";
import { maxPool } from "../../../ts/ops/max_pool";
import { multiply } from "../../../ts/ops/multiply";
import { sum } from "../../../ts/ops/sum";
import { transpose } from "../../../ts/ops/transpose";
import { checkGradients, expectClose, Numbers, variableOf } from "./support";
import * as naive from "./window";

describe.each([
  ["maxPool", maxPool, false],
  ["averagePool", averagePool, true],
] as const)("%s", (_name, fn, mean) => {
  test("follows plain loops over random geometries, and has their gradients (seed 30)", () => {
    const numbers = new Numbers(30);
    for (let trial = 0; trial < 60; trial++) {
      const pool = [numbers.int(1, 4), numbers.int(1, 4)] as const;
      const strides = [numbers.int(1, 3), numbers.int(1, 3)] as const;
      const padding = numbers.next() < 0.5 ? "same" : "valid";
      const size = pool.map((k) => (padding === "same" ? 1 : k) + numbers.int(0, 6)) as [number, number];
      const [h, w] = [0, 1].map((i) => naive.axis(size[i]!, pool[i]!, strides[i]!, 1, padding === "same")) as [
        naive.Axis,
        naive.Axis,
      ];
      const channels = numbers.pick([1, 2, 3, 4, 5, 8, 9, 17]);
      const images = numbers.int(1, 3);
      const note = JSON.stringify({ pool, strides, padding, size, channels, images });
      // All different, further apart than the step of the differences.
      const length = images * size[0] * size[1] * channels;
      const order = Array.from({ length }, (_, i) => i);
      for (let i = length - 1; i > 0; i--) {
        const j = numbers.int(0, i);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      const x = Float32Array.from(order, (i) => (i - length / 2) / 64);
      const shape = [images, ...size, channels];
      const y = fn(tensor(x, shape), pool, { strides, padding });
      expect(y.shape, note).toEqual([images, h.out, w.out, channels]);
      expectClose(y.dataSync(), naive.pool(x, images, h, w, channels, mean), 1e-6, note);
      if (length > 300) continue;
      checkGradients(
        numbers,
        (t) => fn(t, pool, { strides, padding }),
        (a) => naive.pool(a!, images, h, w, channels, mean),
        [{ shape, values: x }],
        { second: trial < 5, h: 1e-3 },
      );
    }
  });

  test("strides by its size, runs over one axis and with channels first", () => {
    const numbers = new Numbers(31);
    const x = tensor(numbers.floats(2 * 6 * 8 * 3), [2, 6, 8, 3]);
    expect(fn(x, 2).shape).toEqual([2, 3, 4, 3]);
    const first = fn(transpose(x, { axes: [0, 3, 1, 2] }), [2, 3], { dataFormat: "channels_first", padding: "same" });
    expect(transpose(first, { axes: [0, 2, 3, 1] }).dataSync()).toEqual(fn(x, [2, 3], { padding: "same" }).dataSync());
    const row = numbers.floats(2 * 9 * 5);
    const y = fn(tensor(row, [2, 9, 5]), 4, { strides: 2 });
    expectClose(
      y.dataSync(),
      naive.pool(row, 2, naive.axis(1, 1, 1, 1, true), naive.axis(9, 4, 2, 1, false), 5, mean),
      1e-6,
    );
  });

  test("never loses a NaN", () => {
    const x = new Float32Array(4 * 4 * 2).fill(1);
    x[5 * 2] = Number.NaN;
    const y = fn(tensor(x, [1, 4, 4, 2]), 2).dataSync();
    expect([...y].map(Number.isNaN)).toEqual([true, false, false, false, false, false, false, false]);
  });

  test("says what does not fit", () => {
    expect(() => fn(tensor(new Float32Array(9), [1, 3, 3, 1]), 4)).toThrow(/larger than the input/);
    expect(() => fn(tensor(new Float32Array(9), [9]), 2)).toThrow(/wrong rank/);
    expect(() => fn(tensor(new Float32Array(9), [1, 3, 3, 1]), 0)).toThrow(/poolSize does not fit/);
  });
});

describe("maxPool", () => {
  test("gives the gradient of equal cells to the first of them", () => {
    for (const value of [0, 1, -2, Number.NEGATIVE_INFINITY]) {
      const x = variableOf(new Float32Array(6 * 6 * 5).fill(value), [1, 6, 6, 5]);
      const weights = Float32Array.from({ length: 45 }, (_, i) => i + 1);
      const [g] = gradients(sum(multiply(maxPool(x, 2), tensor(weights, [1, 3, 3, 5]))), [x]);
      const wanted = new Float32Array(180);
      weights.forEach((w, i) => {
        const [cell, c] = [Math.floor(i / 5), i % 5];
        wanted[(Math.floor(cell / 3) * 2 * 6 + (cell % 3) * 2) * 5 + c] = w;
      });
      if (Number.isFinite(value)) expect(g!.dataSync()).toEqual(wanted);
      else expect([...g!.dataSync()].reduce((a, b) => a + b, 0)).toBe(weights.reduce((a, b) => a + b, 0));
    }
  });

  test("lets padding never win", () => {
    const x = new Float32Array(9).fill(-5);
    expect([...maxPool(tensor(x, [1, 3, 3, 1]), 2, { padding: "same" }).dataSync()]).toEqual([-5, -5, -5, -5]);
    expect([...averagePool(tensor(x, [1, 3, 3, 1]), 2, { padding: "same" }).dataSync()]).toEqual([-5, -5, -5, -5]);
  });
});
