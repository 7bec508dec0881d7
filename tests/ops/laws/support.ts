/** What the laws share: seeded numbers, arrays in float64, naive broadcasting, distances in ulps. */
import { expect } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import type { Op } from "../../../ts/core/op";
import type { Tensor } from "../../../ts/core/tensor";
import { Variable } from "../../../ts/core/variable";
import * as table from "../../../ts/ops/gen/table";
import type { MapFunction } from "../../../ts/ops/kinds/map";
import type { ReduceFunction } from "../../../ts/ops/kinds/reduce";
import type { RowsFunction } from "../../../ts/ops/kinds/rows";
import type { ZipFunction } from "../../../ts/ops/kinds/zip";

/** A seeded generator (mulberry32). */
export class Numbers {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }
  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!;
  }
  /** float32 values in [-1, 1). */
  floats(length: number): Float32Array {
    return Float32Array.from({ length }, () => this.next() * 2 - 1);
  }
  shape(rank: number, most: number): number[] {
    return Array.from({ length: rank }, () => this.int(1, most));
  }
}

/** Every record of a kind, without naming one. */
const functions = Object.entries(table) as unknown as [string, { op?: Op; spec?: unknown }][];
const ofKind = <F>(kind: string): [string, F][] =>
  functions.filter(([, f]) => f.op?.kind === kind && f.spec !== undefined) as unknown as [string, F][];
export const MAPS: [string, MapFunction][] = ofKind<MapFunction>("map");
export const ZIPS: [string, ZipFunction][] = ofKind<ZipFunction>("zip");
export const REDUCTIONS: [string, ReduceFunction][] = ofKind<ReduceFunction>("reduce");
export const ROWS: [string, RowsFunction][] = ofKind<RowsFunction>("rows");

export const LENGTHS = [0, 1, 3, 4, 5, 7, 8, 17, 511, 512, 513, 1100] as const;

export const sizeOf = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);

/** The gap between float32 neighbours at a value. */
export function ulp(value: number): number {
  const x = Math.abs(value);
  if (x < 2 ** -126) return 2 ** -149;
  return 2 ** (Math.floor(Math.log2(x)) - 23);
}

/** Whether a float32 result is within `ulps` of an exact value; what overflows may be infinite. */
export function near(actual: number, exact: number, ulps: number): boolean {
  const rounded = Math.fround(exact);
  if (Number.isNaN(rounded)) return Number.isNaN(actual);
  if (actual === rounded) return true;
  if (!Number.isFinite(actual) || !Number.isFinite(rounded)) {
    // At the edge of overflow one ulp decides.
    return ulps > 0.5 && Math.abs(exact) > 3.4028e38 && Math.abs(exact) < 3.40283e38;
  }
  return ulps > 0.5 && Math.abs(actual - exact) <= ulps * ulp(exact);
}

/** Compares element by element and shows the first that differs. */
export function expectNear(actual: ArrayLike<number>, exact: ArrayLike<number>, ulps: number, note = ""): void {
  expect(actual.length, note).toBe(exact.length);
  for (let i = 0; i < exact.length; i++) {
    if (!near(actual[i]!, exact[i]!, ulps)) {
      expect.fail(`${note} [${i}]: ${actual[i]} is not within ${ulps} ulp of ${exact[i]}`);
    }
  }
}

/** Compares with an absolute and relative tolerance, relative to the largest magnitude. */
export function expectClose(actual: ArrayLike<number>, exact: ArrayLike<number>, tolerance: number, note = ""): void {
  expect(actual.length, note).toBe(exact.length);
  let largest = 1e-30;
  for (let i = 0; i < exact.length; i++)
    if (Number.isFinite(exact[i]!)) largest = Math.max(largest, Math.abs(exact[i]!));
  for (let i = 0; i < exact.length; i++) {
    const [a, e] = [actual[i]!, exact[i]!];
    if (Object.is(a, e) || (a === e && !Number.isFinite(e))) continue;
    if (!(Math.abs(a - e) <= tolerance * largest)) {
      expect.fail(`${note} [${i}]: ${a} is not ${e} within ${tolerance} of ${largest}`);
    }
  }
}

/** The flat index into a tensor of shape `from` for each element of the shape `to` it broadcasts to. */
export function broadcastIndex(from: readonly number[], to: readonly number[]): number[] {
  const out: number[] = [];
  const size = sizeOf(to);
  for (let i = 0; i < size; i++) {
    let rest = i;
    let index = 0;
    let step = 1;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const at = rest % to[axis]!;
      rest = Math.floor(rest / to[axis]!);
      const own = axis - (to.length - from.length);
      if (own < 0) continue;
      if (from[own] !== 1) index += at * step;
      step *= from[own]!;
    }
    out.push(index);
  }
  return out;
}

/** A function of arrays in float64 that stands for a tensor function. */
export type Exact = (...inputs: readonly Float64Array[]) => ArrayLike<number>;

/** One input of a gradient check. */
export interface Input {
  shape: readonly number[];
  values: Float32Array;
}

const wide = (x: ArrayLike<number>): Float64Array => Float64Array.from(x);

/** The derivative of sum(weights * exact(inputs)) by input `at` in a direction, by central differences. */
function slope(
  exact: Exact,
  inputs: readonly Input[],
  weights: Float32Array,
  at: number,
  direction: Float32Array,
  h: number,
): number {
  const value = (sign: number): number => {
    const moved = inputs.map((input, i) =>
      wide(input.values).map((v, j) => (i === at ? v + sign * h * direction[j]! : v)),
    );
    const y = exact(...moved);
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += weights[i]! * y[i]!;
    return sum;
  };
  return (value(1) - value(-1)) / (2 * h);
}

/** Settings of a gradient check. */
export interface CheckOptions {
  tolerance?: number;
  h?: number;
  /** Whether gradients of gradients are checked too. */
  second?: boolean;
  /** Inputs that take a gradient; all by default. */
  by?: readonly number[];
}

/**
 * Gradients of a function in random directions against central differences of its float64 form. The input is used
 * twice, so that gradients add up; then the gradient of the gradient against differences of first gradients.
 */
export function checkGradients(
  numbers: Numbers,
  fn: (...inputs: Tensor[]) => Tensor,
  exact: Exact,
  inputs: readonly Input[],
  { tolerance = 2e-4, h = 1e-3, second = false, by = inputs.map((_, i) => i) }: CheckOptions = {},
): void {
  const make = (given: readonly Input[]): Tensor[] => given.map(({ values, shape }) => variableOf(values, shape));
  const xs = make(inputs);
  const y = fn(...xs);
  const weights = numbers.floats(y.size);
  const doubled = by.map((at) => numbers.floats(inputs[at]!.values.length));
  const loss = (leaves: Tensor[], out: Tensor): Tensor => {
    let sum = table.sum(table.multiply(out, tensor(weights, out.dims)));
    by.forEach((at, i) => {
      sum = table.add(sum, table.sum(table.multiply(leaves[at]!, tensor(doubled[i]!, leaves[at]!.dims))));
    });
    return sum;
  };
  const found = gradients(
    loss(xs, y),
    by.map((at) => xs[at]!),
  );
  const exactSlope = (at: number, i: number, direction: Float32Array): number =>
    slope(exact, inputs, weights, at, direction, h) + dot(doubled[i]!, direction);
  const directions: Float32Array[] = [];
  by.forEach((at, i) => {
    const g = found[i]?.dataSync() ?? new Float32Array(inputs[at]!.values.length);
    for (let trial = 0; trial < 3; trial++) {
      const direction = numbers.floats(g.length);
      if (trial === 0) directions.push(direction);
      const expected = exactSlope(at, i, direction);
      const scale = Math.abs(expected) + norm(g) * norm(direction) + 1e-3;
      const actual = dot(g as Float32Array, direction);
      if (!(Math.abs(actual - expected) <= tolerance * scale)) {
        expect.fail(`gradient of input ${at}, direction ${trial}: ${actual} is not ${expected} (scale ${scale})`);
      }
    }
  });
  if (!second) return;
  // The first gradient along a direction is a scalar; its gradient is checked against differences of first gradients.
  let along = table.sum(tensor(new Float32Array(1)));
  by.forEach((at, i) => {
    if (found[i])
      along = table.add(along, table.sum(table.multiply(found[i]!, tensor(directions[i]!, inputs[at]!.shape))));
  });
  const seconds = gradients(
    along,
    by.map((at) => xs[at]!),
  );
  by.forEach((at, i) => {
    const g = seconds[i]?.dataSync() ?? new Float32Array(inputs[at]!.values.length);
    const direction = numbers.floats(g.length);
    const step = 3e-3;
    const alongAt = (sign: number): number => {
      let sum = 0;
      by.forEach((other, j) => {
        const moved = inputs.map((input, n) =>
          n === at
            ? { shape: input.shape, values: wide(input.values).map((v, m) => v + sign * step * direction[m]!) }
            : input,
        );
        sum += slope(exact, moved as unknown as Input[], weights, other, directions[j]!, step);
      });
      return sum;
    };
    const expected = (alongAt(1) - alongAt(-1)) / (2 * step);
    const actual = dot(g as Float32Array, direction);
    const scale = Math.abs(expected) + norm(g) * norm(direction) + 1e-2;
    if (!(Math.abs(actual - expected) <= 10 * tolerance * scale)) {
      expect.fail(`gradient of the gradient by input ${at}: ${actual} is not ${expected} (scale ${scale})`);
    }
  });
}

/** A leaf that gradients can be taken for. */
export function variableOf(values: Float32Array, shape: readonly number[]): Tensor {
  return new Variable(tensor(values, shape)).value;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const norm = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));
