import type { Op } from "../core/op";
import { makeNode, type Tensor } from "../core/tensor";

/** The record of `permutation`. */
export const permutationOp: Op = {
  name: "permutation",
  kind: "random",
  infer: (_inputs, { n }) => ({ shape: [n as number], dtype: "int32" }),
  lower: ({ attributes: { n, seed } }) => ({
    kernel: "permutation",
    units: (n as number) > 0 ? 1 : 0,
    work: Math.max(1, (n as number) * 8),
    words: [n as number, ...(seed as number[])],
    scratchBytes: 64,
  }),
};

/** The numbers 0 to n - 1 in an order drawn from the seed and the call number (an int32 scalar). */
export function permutation(call: Tensor, n: number, seed: readonly [number, number]): Tensor {
  return makeNode(permutationOp, [call], { n, seed: [...seed] });
}
