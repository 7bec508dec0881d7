/** The kind "random": values that are a function of seed, call number and position. */
import { BLOCK } from "../../../assembly/layout";
import type { Op } from "../../core/op";
import { type Dims, sizeOf } from "../../core/shapes";
import { makeNode, type Tensor } from "../../core/tensor";

/** What a draw is made from. */
export interface DrawAttributes {
  shape: Dims;
  /** Two 32-bit words. */
  seed: readonly [number, number];
  a: number;
  b: number;
}

/** A draw as a function of the call number (an int32 scalar), with its record. */
export interface DrawFunction {
  (call: Tensor, attributes: DrawAttributes): Tensor;
  op: Op;
}

/** Makes a draw. `a` and `b` are the op's parameters. */
export function drawOp(name: string): DrawFunction {
  const op: Op = {
    name,
    kind: "random",
    infer: (_inputs, { shape }) => ({ shape: shape as Dims, dtype: "float32" }),
    lower: ({ attributes: { seed, a, b }, output }) => ({
      kernel: name,
      units: Math.ceil(output.size / BLOCK),
      work: BLOCK * 8,
      words: [output.size, ...(seed as number[]), { f: a as number }, { f: b as number }],
      scratchBytes: 64,
    }),
  };
  const fn = (call: Tensor, { shape, seed, a, b }: DrawAttributes): Tensor =>
    makeNode(op, [call], { shape: [...shape], seed: [...seed], a, b, size: sizeOf(shape) });
  return Object.assign(fn, { op });
}
