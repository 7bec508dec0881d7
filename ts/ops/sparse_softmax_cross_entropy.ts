import type { Op } from "../core/op";
import { makeNode, type Tensor } from "../core/tensor";

/** The record of `sparse_softmax_cross_entropy`: logits [..., n], int32 labels [...]. */
export const sparseSoftmaxCrossEntropyOp: Op = {
  name: "sparse_softmax_cross_entropy",
  kind: "rows",
  checks: ({ inputs: [x] }) => x!.dims[x!.rank - 1]!,
  infer: ([x]) => ({ shape: x!.dims.slice(0, -1), dtype: "float32" }),
  gradient: ({ inputs: [x, labels] }, g, k) => {
    const target = k.oneHot(labels!, x!.dims[x!.rank - 1]!);
    return [k.multiply(k.reshape(g, [...g.dims, 1]), k.subtract(k.softmax(x!), target)), undefined];
  },
  lower: ({ inputs: [x] }) => {
    const n = x!.dims[x!.rank - 1]!;
    const rows = n === 0 ? 0 : x!.size / n;
    return { kernel: "sparse_softmax_cross_entropy", units: rows, work: Math.max(1, n * 8), words: [rows, n] };
  },
};

/** -log_softmax(logits) at each label. A label out of range stops the program with an error. */
export function sparseSoftmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return makeNode(sparseSoftmaxCrossEntropyOp, [logits, labels]);
}
