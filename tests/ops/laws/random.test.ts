/** Laws of the kind "random". */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import * as random from "../../../ts/backend/random";
import { scalar } from "../../../ts/core/convert";
import * as ops from "../../../ts/ops/gen/table";
import type { DrawFunction } from "../../../ts/ops/kinds/random";
import { erfOf } from "./special";

const seed = [7, 11] as const;
const draw = (fn: DrawFunction, n: number, a: number, b: number, call = 0): Float32Array =>
  fn(scalar(call, "int32"), { shape: [n], seed, a, b }).dataSync() as Float32Array;

const normal = (x: number): number => 0.5 * (1 + erfOf(x / Math.SQRT2));
const CUT = normal(2) - normal(-2);

/** Name, draw, distribution function, mean and variance at a = 0 and b = 1. */
const DRAWS: [string, DrawFunction, (x: number) => number, number, number][] = [
  ["random_uniform", ops.randomUniform, (x) => Math.min(1, Math.max(0, x)), 0.5, 1 / 12],
  ["random_normal", ops.randomNormal, normal, 0, 1],
  [
    "random_truncated_normal",
    ops.randomTruncatedNormal,
    (x) => (x < -2 ? 0 : x > 2 ? 1 : (normal(x) - normal(-2)) / CUT),
    0,
    1 - (2 * 2 * Math.exp(-2)) / Math.sqrt(2 * Math.PI) / CUT,
  ],
];

describe.each(DRAWS)("%s", (_name, fn, distribution, mean, variance) => {
  const n = 100_000;

  test("has its mean, its variance and its distribution", () => {
    const x = draw(fn, n, 0, 1);
    const average = x.reduce((a, b) => a + b, 0) / n;
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
    const spread = x.reduce((a, b) => a + (b - average) ** 2, 0) / n;
    expect(Math.abs(spread / variance - 1)).toBeLessThan(0.02);
    // Kolmogorov and Smirnov: beyond 1.95 / sqrt(n) once in a thousand seeds, and this seed is fixed.
    const sorted = x.slice().sort();
    let distance = 0;
    sorted.forEach((v, i) => {
      distance = Math.max(distance, Math.abs(distribution(v) - i / n), Math.abs(distribution(v) - (i + 1) / n));
    });
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
  });

  test("is a function of seed, call and position: the first values do not depend on the size", () => {
    const long = draw(fn, 1100, 0, 1);
    for (const length of [1, 3, 4, 15, 16, 17, 511, 512, 513]) {
      expect(draw(fn, length, 0, 1)).toEqual(long.slice(0, length));
    }
    expect(draw(fn, 20, 0, 1, 1)).not.toEqual(draw(fn, 20, 0, 1, 2));
    const other = fn(scalar(0, "int32"), { shape: [20], seed: [7, 12], a: 0, b: 1 }).dataSync();
    expect(other).not.toEqual(long.slice(0, 20));
  });

  test("shifts and scales by its parameters", () => {
    const [x, y] = [draw(fn, 100, 0, 1), draw(fn, 100, 3, 5)];
    const [offset, scale] = fn === ops.randomUniform ? [3, 2] : [3, 5];
    x.forEach((v, i) => {
      expect(Math.abs(y[i]! - (offset + scale * v))).toBeLessThan(2e-6);
    });
  });

  test("does not repeat itself", () => {
    const x = draw(fn, n, 0, 1);
    // Neighbours and elements one block apart do not go together.
    for (const lag of [1, 2, 4, 16, 512]) {
      let sum = 0;
      for (let i = lag; i < n; i++) sum += (x[i]! - mean) * (x[i - lag]! - mean);
      expect(Math.abs(sum / (n - lag) / variance), `lag ${lag}`).toBeLessThan(4 / Math.sqrt(n));
    }
  });
});

test("the generator is Philox4x32-10 (known answers of Random123)", () => {
  const top = (words: readonly number[]): number[] => words.map((word) => (word >>> 8) / 2 ** 24);
  const zero = ops.randomUniform(scalar(0, "int32"), { shape: [4], seed: [0, 0], a: 0, b: 1 });
  expect([...zero.dataSync()]).toEqual(top([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]));
});

test("a uniform value never reaches its upper end, whatever the range", () => {
  for (const [a, b] of [
    [0, 1],
    [-1, 1e-30],
    [16777216, 16777218],
    [1, 1.0000001],
  ] as const) {
    const x = draw(ops.randomUniform, 10_000, a, b);
    expect(
      x.every((v) => v >= Math.fround(a) && v < Math.fround(b)),
      `${a} to ${b}`,
    ).toBe(true);
  }
});

test("a truncated normal stays within two standard deviations, a normal reaches beyond four", () => {
  expect(draw(ops.randomTruncatedNormal, 100_000, 0, 1).every((v) => Math.abs(v) <= 2)).toBe(true);
  const largest = draw(ops.randomNormal, 200_000, 0, 1).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  expect(largest).toBeGreaterThan(4);
  expect(largest).toBeLessThan(7);
});

describe("permutation", () => {
  test("holds every number once, at every size", () => {
    for (const n of [0, 1, 2, 15, 16, 17, 100, 1000]) {
      const x = ops.permutation(scalar(3, "int32"), n, seed).dataSync();
      expect([...x].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
    }
  });

  test("puts every number at every place equally often", () => {
    const n = 5;
    const counts = new Float64Array(n * n);
    const rounds = 400;
    for (let call = 0; call < rounds; call++) {
      const x = ops.permutation(tensor(Int32Array.of(call), []), n, [call, 1]).dataSync();
      x.forEach((v, i) => {
        counts[i * n + v]!++;
      });
    }
    const expected = rounds / n;
    const chi = counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
    // 16 degrees of freedom: 39.3 once in a thousand.
    expect(chi).toBeLessThan(39.3);
  });
});

describe("dropout and shuffle", () => {
  test("dropout drops its share, scales the rest, and keeps the mean", () => {
    const n = 50_000;
    for (const rate of [0.1, 0.5, 0.9]) {
      const y = random.dropout(ops.ones([n]), rate, { seed: 5 }).dataSync();
      const dropped = y.filter((v) => v === 0).length / n;
      expect(Math.abs(dropped - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / n));
      const kept = Math.fround(1 / Math.fround(1 - rate));
      expect(y.every((v) => v === 0 || Math.abs(v / kept - 1) < 2e-7)).toBe(true);
    }
    expect(random.dropout([1, 2, 3], 0).arraySync()).toEqual([1, 2, 3]);
    expect(random.dropout([1, 2, 3], 1).arraySync()).toEqual([0, 0, 0]);
    expect(() => random.dropout([1], 1.5)).toThrow(/out of range/);
  });

  test("dropout shares its noise along axes of size 1", () => {
    const y = random.dropout(ops.ones([4, 50]), 0.5, { noiseShape: [1, null], seed: 2 }).dataSync();
    for (let row = 1; row < 4; row++) expect(y.slice(row * 50, row * 50 + 50)).toEqual(y.slice(0, 50));
    expect(new Set(y)).toEqual(new Set([0, 2]));
  });

  test("shuffle keeps rows whole, and a seed repeats it", () => {
    const x = ops.reshape(ops.arange(60), [20, 3]);
    const y = random.shuffle(x, { seed: 4 }).arraySync() as number[][];
    expect(y.map((row) => row[0]! / 3).sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    expect(y.every(([a, b, c]) => b === a! + 1 && c === a! + 2)).toBe(true);
    expect(random.shuffle(x, { seed: 4 }).arraySync()).toEqual(y);
    expect(y).not.toEqual(x.arraySync());
  });

  test("a seed repeats a draw, none draws anew", () => {
    expect(random.normal([5], { seed: 1 }).arraySync()).toEqual(random.normal([5], { seed: 1 }).arraySync());
    expect(random.normal([5]).arraySync()).not.toEqual(random.normal([5]).arraySync());
    expect(random.uniform([3], { dtype: "int32", maxval: 9 }).dtype).toBe("int32");
    expect(() => random.uniform([2.5])).toThrow(/whole numbers/);
  });
});
