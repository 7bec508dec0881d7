/** The namespace `random`: draws that depend only on seed, call and position. */
import { type TensorLike, toTensor } from "../core/convert";
import { ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import { type Dims, normalizeAxis } from "../core/shapes";
import { callable } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import * as k from "../ops/gen/rules";
import type { DrawFunction } from "../ops/kinds/random";
import { drawFor, type SeedSource } from "./seeds";

/** Options that all draws take. */
export interface RandomOptions {
  /** A number gives the same values every time; absent, new ones. */
  seed?: number | SeedSource | null;
  dtype?: string | null;
}

function draw(name: string, fn: DrawFunction, shape: Dims, a: number, b: number, options: RandomOptions): Tensor {
  if (!Array.isArray(shape) || !shape.every((d) => Number.isInteger(d) && d >= 0)) {
    throw new ValueError(name, "the shape is no list of whole numbers", { received: { shape } });
  }
  const { seed, call } = drawFor(options.seed);
  return k.cast(fn(call, { shape, seed, a, b }), options.dtype ?? "float32");
}

/**
 * Uniform values in [minval, maxval).
 *
 * @example random.uniform([2, 3], { seed: 1 }).shape // [ 2, 3 ]
 */
export function uniform(shape: Dims, options: RandomOptions & { minval?: number; maxval?: number } = {}): Tensor {
  checkOptions(
    "random.uniform",
    options,
    ["minval", "maxval", "seed", "dtype"],
    "random.uniform([2, 3], { maxval: 5 })",
  );
  return draw("random.uniform", k.randomUniform, shape, options.minval ?? 0, options.maxval ?? 1, options);
}

/**
 * Normal values.
 *
 * @example random.normal([2, 3], { seed: 1 }).shape // [ 2, 3 ]
 */
export function normal(shape: Dims, options: RandomOptions & { mean?: number; stddev?: number } = {}): Tensor {
  checkOptions("random.normal", options, ["mean", "stddev", "seed", "dtype"], "random.normal([2, 3], { stddev: 0.1 })");
  return draw("random.normal", k.randomNormal, shape, options.mean ?? 0, options.stddev ?? 1, options);
}

/**
 * Normal values within two standard deviations of the mean.
 *
 * @example random.truncatedNormal([2, 3], { seed: 1 }).shape // [ 2, 3 ]
 */
export function truncatedNormal(shape: Dims, options: RandomOptions & { mean?: number; stddev?: number } = {}): Tensor {
  const form = "random.truncatedNormal([2, 3], { stddev: 0.1 })";
  checkOptions("random.truncatedNormal", options, ["mean", "stddev", "seed", "dtype"], form);
  const { mean, stddev } = options;
  return draw("random.truncatedNormal", k.randomTruncatedNormal, shape, mean ?? 0, stddev ?? 1, options);
}

/**
 * Sets elements to zero with probability `rate` and divides the others by 1 - rate.
 *
 * @throws ValueError when rate is not in [0, 1].
 * @example random.dropout([1, 2, 3], 0) // [1. 2. 3.]
 */
export const dropout: (
  inputs: TensorLike,
  rate: number,
  options?: { noiseShape?: readonly (number | null)[] | null; seed?: number | SeedSource | null },
) => Tensor = callable(
  "dropout",
  (
    inputs: TensorLike,
    rate: number,
    options?: { noiseShape?: readonly (number | null)[] | null; seed?: number | SeedSource | null },
  ): Tensor => {
    const form = "random.dropout(x, 0.5, { seed: 1 })";
    const { noiseShape, seed } = checkOptions("random.dropout", options, ["noiseShape", "seed"], form);
    const x = k.cast(toTensor("random.dropout", inputs), "float32");
    if (!(rate >= 0 && rate <= 1)) {
      throw new ValueError("random.dropout", "the rate is out of range", { expected: "0 to 1", received: { rate } });
    }
    if (rate === 0) return x;
    const shape = noiseShape ? noiseShape.map((d, i) => d ?? x.dims[i]!) : x.dims;
    const { seed: key, call } = drawFor(seed);
    const noise = k.randomUniform(call, { shape, seed: key, a: 0, b: 1 });
    const kept = k.greaterEqual(noise, rate);
    return k.where(kept, rate === 1 ? 0 : k.divide(x, 1 - rate), 0);
  },
);

/**
 * The rows of a tensor in random order.
 *
 * @example random.shuffle([1, 2, 3]).shape // [ 3 ]
 */
export const shuffle: (x: TensorLike, options?: { axis?: number; seed?: number | SeedSource | null }) => Tensor =
  callable("shuffle", (x: TensorLike, options?: { axis?: number; seed?: number | SeedSource | null }): Tensor => {
    const { axis, seed } = checkOptions("random.shuffle", options, ["axis", "seed"], "random.shuffle(x, { seed: 1 })");
    const tensor = toTensor("random.shuffle", x);
    const at = normalizeAxis("random.shuffle", axis ?? 0, tensor.rank);
    const { seed: key, call } = drawFor(seed);
    return k.take(tensor, k.permutation(call, tensor.dims[at]!, key), { axis: at });
  });
