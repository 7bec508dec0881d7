import type { Op } from "../core/op";
import { makeNode, Tensor } from "../core/tensor";

/** The record of `lookup`. */
export const lookupOp: Op = {
  name: "lookup",
  kind: "move",
  checks: ({ attributes: { buckets } }) => (buckets === 0 ? "a value of the vocabulary, since numOovIndices is 0" : ""),
  infer: ([, , x]) => ({ shape: x!.dims, dtype: "int32" }),
  lower: ({ inputs: [keys, , x], attributes: { base, buckets } }) => ({
    kernel: "lookup",
    units: x!.size,
    work: Math.ceil(Math.log2(keys!.size + 2)),
    words: [keys!.size, base as number, buckets as number],
  }),
};

/** A table of whole numbers. */
export interface LookupTable {
  /** Sorted, each once. */
  readonly keys: Int32Array;
  readonly values: Int32Array;
  /** The first value for numbers that are no key, and how many such values there are: by the remainder; 0 is an error. */
  readonly base: number;
  readonly buckets: number;
}

/** The values of int32 numbers in a table. */
export function lookup(x: Tensor, { keys, values, base, buckets }: LookupTable): Tensor {
  const list = (array: Int32Array): Tensor => Tensor.constant(array, [array.length], "int32");
  return makeNode(lookupOp, [list(keys), list(values), x], { base, buckets });
}
