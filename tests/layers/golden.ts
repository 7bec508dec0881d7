/** The fixtures that real Keras made, and what compares with them. */
import { tensor } from "../../ts/backend/evaluate";
import type { TypedArray } from "../../ts/core/dtypes";
import type { Tensor } from "../../ts/core/tensor";
import type { Config } from "../../ts/nn/core/serialize";
import { readFamily } from "../support/golden";

/** An array as the oracle writes it. */
export interface GoldenArray {
  dtype: string;
  shape: number[];
  data: string;
}

/** What one mode (inference or training) gave. */
export interface GoldenMode {
  output: GoldenArray;
  /** Gradients are of sum(output * cotangent). */
  cotangent: GoldenArray;
  inputGradients: (GoldenArray | null)[];
  weightGradients: (GoldenArray | null)[];
  weightsAfter: GoldenArray[];
}

/** One layer in one configuration. */
export interface GoldenCase {
  name: string;
  class_name: string;
  config: Config;
  inputs: GoldenArray[];
  paths: string[];
  weights: GoldenArray[];
  losses: number[];
  inference: GoldenMode;
  training: GoldenMode | null;
}

/** The cases of tests/golden/layers.json.gz and of the files of tests/golden/layers. */
export function goldenCases(): GoldenCase[] {
  const fixtures = readFamily<{ cases: GoldenCase[] }>("tests/golden/layers.json.gz", "tests/golden/layers");
  return fixtures.flatMap((fixture) => fixture.cases);
}

/** The values of a golden array. */
export function valuesOf({ dtype, data }: GoldenArray): TypedArray {
  const bytes = new Uint8Array(Buffer.from(data, "base64"));
  if (dtype === "uint8" || dtype === "bool") return bytes;
  return dtype === "int32" ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
}

/** A golden array as a tensor. */
export function tensorOf(array: GoldenArray): Tensor {
  return tensor(valuesOf(array), array.shape, array.dtype);
}

/** How far `got` is from `want`: the largest difference, over `relative` times the value plus that of the whole. */
export function worst(got: ArrayLike<number>, want: ArrayLike<number>, relative: number): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  // The floor is what a typical value may be off, so that one huge value hides no fault in the others.
  const sizes = Array.from(want, Math.abs).sort((a, b) => a - b);
  const floor = Math.min(1, sizes[sizes.length - 1] ?? 0) || 1e-6;
  let largest = 0;
  for (let i = 0; i < got.length; i++) {
    if (Object.is(got[i], want[i])) continue;
    const off = Math.abs(got[i]! - want[i]!) / (relative * (Math.abs(want[i]!) + floor));
    largest = Math.max(largest, Number.isNaN(off) ? Number.POSITIVE_INFINITY : off);
  }
  return largest;
}
