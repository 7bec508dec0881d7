/** The fixtures that real Keras made, and what compares with them. */
import { tensor } from "../../ts/backend/evaluate";
import type { TypedArray } from "../../ts/core/dtypes";
import type { Tensor } from "../../ts/core/tensor";
import type { Config } from "../../ts/nn/core/serialize";
import { readAll, readFamily } from "../support/golden";

/** An array as the oracle writes it. */
export interface GoldenArray {
  dtype: string;
  shape: number[];
  data: string;
}

/** What one mode (inference or training) gave. */
export interface GoldenMode {
  /** A list where there are several. */
  output: GoldenArray | GoldenArray[];
  /** Gradients are of sum(output * cotangent). */
  cotangent: GoldenArray | GoldenArray[];
  inputGradients: (GoldenArray | null)[];
  /** Of the first states that the call was given. */
  stateGradients?: GoldenArray[];
  weightGradients: (GoldenArray | null)[];
  weightsAfter: GoldenArray[];
}

/** Draws of a layer, by Keras's names, and its output for them. */
export interface GoldenDraws {
  draws: Record<string, GoldenArray>;
  output: GoldenArray;
  /** The gradient is of sum(output * cotangent). */
  cotangent?: GoldenArray;
  inputGradient?: GoldenArray;
}

/** One layer in one configuration. */
export interface GoldenCase {
  name: string;
  class_name: string;
  config: Config;
  inputs: GoldenArray[];
  /** A mask for each input. */
  masks?: GoldenArray[];
  attentionMask?: GoldenArray;
  /** What else the call was told, by Keras's names. */
  callOptions?: Config;
  /** Arguments of the call. */
  mask?: GoldenArray;
  initialState?: GoldenArray[];
  /** What a stateful layer gives when it is called a second time. */
  again?: GoldenArray[];
  paths: string[];
  weights: GoldenArray[];
  losses: number[];
  inference: GoldenMode;
  training: GoldenMode | null;
  /** What a layer that augments images drew, and made of its input. */
  drawn?: GoldenDraws;
}

/**
 * The cases of tests/golden/layers.json.gz and of the files of tests/golden/layers, or those of another folder, made by
 * `python tests/oracle/layers.py --draw 20 --seed N --out FOLDER` (its subfolder layers).
 */
export function goldenCases(): GoldenCase[] {
  const drawn = process.env.KERATIN_LAYERS;
  const fixtures = drawn
    ? readAll<{ cases: GoldenCase[] }>(drawn)
    : readFamily<{ cases: GoldenCase[] }>("tests/golden/layers.json.gz", "tests/golden/layers");
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
