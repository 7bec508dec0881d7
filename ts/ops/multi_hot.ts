import { type TensorLike, toIndices } from "../core/convert";
import { type DType, standardizeDType } from "../core/dtypes";
import { ValueError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { cast } from "./cast";

/** The record of `multi_hot`: samples lie along the second axis, or the only one. */
export const multiHotOp: Op = {
  name: "multi_hot",
  kind: "move",
  keras: "keras.src.ops.nn.MultiHot",
  infer: ([x], { depth, dtype }) => ({
    shape: [...x!.dims.slice(0, x!.rank > 1 ? 1 : 0), ...x!.dims.slice(2), depth as number],
    dtype: dtype as DType,
  }),
  lower: ({ inputs: [x], attributes: { depth, counts }, output }) => {
    const dims = x!.rank > 1 ? x!.dims : [1, ...x!.dims];
    const inner = sizeOf(dims.slice(2));
    const real = output.dtype === "float32";
    return {
      kernel: "multi_hot",
      units: dims[0]! * inner,
      work: (depth as number) / 4 + dims[1]!,
      words: [dims[1]!, inner, depth as number, counts ? 1 : 0, real ? { f: 1 } : 1, real ? 1 : 0],
    };
  },
};

/** Options of `multiHot`. */
export interface MultiHotOptions {
  /** Only -1, the last axis. */
  axis?: number;
  dtype?: string | null;
}

/** How often each index is there, as `multiHot`. */
export function countHot(indices: TensorLike, depth: number, dtype: DType = "float32"): Tensor {
  return hot("count", indices, depth, dtype, true);
}

function hot(where: string, indices: TensorLike, depth: number, dtype: DType, counts: boolean): Tensor {
  const x = cast(toIndices(where, indices), "int32");
  if (!Number.isInteger(depth) || depth < 1) {
    throw new ValueError(where, "numClasses is no positive whole number", { received: { numClasses: depth } });
  }
  if (x.rank > 0) return makeNode(multiHotOp, [x], { depth, counts, dtype });
  throw new ValueError(where, "needs an axis of samples", { received: { "x.shape": x.shape } });
}

function encode(x: TensorLike, numClasses: number, options?: MultiHotOptions): Tensor {
  const { axis = -1, dtype } = checkOptions("multi_hot", options, ["axis", "dtype"], "ops.multiHot(x, 10)");
  if (axis !== -1) throw new ValueError("multi_hot", "axis is not supported", { expected: "-1", received: { axis } });
  return hot("multi_hot", x, numClasses, standardizeDType(dtype ?? "float32", "multi_hot"), false);
}

/**
 * 1 at each index that a sample holds, 0 elsewhere: [batch, samples, ...] to [batch, ..., numClasses], [samples] to
 * [numClasses]. An index outside the classes is left out.
 *
 * @example K.eval(ops.multiHot([[0, 2], [1, 1]], 3)) // [[1. 0. 1.] [0. 1. 0.]]
 */
export const multiHot: ((x: TensorLike, numClasses: number, options?: MultiHotOptions) => Tensor) & { op?: Op } =
  Object.assign(callable("multi_hot", encode), { op: multiHotOp });
