import type { Op } from "../core/op";
import { makeNode, type Tensor } from "../core/tensor";

/** The record of `softmax_cross_entropy`: logits and target of equal shape, rows on the last axis. */
export const softmaxCrossEntropyOp: Op = {
  name: "softmax_cross_entropy",
  kind: "rows",
  infer: ([x]) => ({ shape: x!.dims.slice(0, -1), dtype: "float32" }),
  gradient: ({ inputs: [x, target] }, g, k) => {
    const row = k.reshape(g, [...g.dims, 1]);
    const mass = k.sum(target!, { axis: -1, keepdims: true });
    return [
      k.multiply(row, k.subtract(k.multiply(k.softmax(x!), mass), target!)),
      k.negative(k.multiply(row, k.logSoftmax(x!))),
    ];
  },
  lower: ({ inputs: [x] }) => {
    const n = x!.dims[x!.rank - 1]!;
    const rows = n === 0 ? 0 : x!.size / n;
    return { kernel: "softmax_cross_entropy", units: rows, work: Math.max(1, n * 8), words: [rows, n] };
  },
};

/** -sum(target * log_softmax(logits)) along the last axis, in one pass. */
export function softmaxCrossEntropy(logits: Tensor, target: Tensor): Tensor {
  return makeNode(softmaxCrossEntropyOp, [logits, target]);
}
