import { type TensorLike, toTensor } from "../core/convert";
import { resultType } from "../core/dtypes";
import { ShapeError, ValueError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { cast } from "./cast";

/** The record of `searchsorted` in one axis. */
export const searchsortedOp: Op = {
  name: "searchsorted",
  kind: "move",
  keras: "keras.src.ops.numpy.SearchSorted",
  infer: ([, x]) => ({ shape: x!.dims, dtype: "int32" }),
  lower: ({ inputs: [sorted, x], attributes: { right } }) => ({
    kernel: "searchsorted",
    units: x!.size,
    work: Math.ceil(Math.log2(sorted!.size + 2)),
    words: [sorted!.size, right ? 1 : 0, x!.dtype === "float32" ? 1 : 0],
  }),
};

/** Options of `searchsorted`. */
export interface SearchsortedOptions {
  /** Of equal numbers: before the first ("left", the default) or behind the last ("right"). */
  side?: "left" | "right";
}

function search(sorted: TensorLike, values: TensorLike, options?: SearchsortedOptions): Tensor {
  const form = 'ops.searchsorted(sorted, values, { side: "left" })';
  const { side = "left" } = checkOptions("searchsorted", options, ["side"], form);
  if (side !== "left" && side !== "right") {
    throw new ValueError("searchsorted", "side is unknown", { expected: '"left" or "right"', received: { side } });
  }
  const [list, x] = [toTensor("searchsorted", sorted), toTensor("searchsorted", values)];
  if (list.rank !== 1) {
    throw new ShapeError("searchsorted", "the sorted numbers have more than one axis, or none", {
      expected: "one axis",
      received: { "sorted.shape": list.shape },
    });
  }
  const dtype = resultType(list.dtype, x.dtype) === "float32" ? "float32" : "int32";
  return makeNode(searchsortedOp, [cast(list, dtype), cast(x, dtype)], { right: side === "right" });
}

/**
 * Where each value would be put among sorted numbers so that they stay sorted: int32, of the shape of the values.
 *
 * @throws ShapeError unless `sorted` has one axis.
 * @example K.eval(ops.searchsorted([1, 3, 5], [0, 3, 9])) // [0 1 3]
 */
export const searchsorted: ((sorted: TensorLike, values: TensorLike, options?: SearchsortedOptions) => Tensor) & {
  op?: Op;
} = Object.assign(callable("searchsorted", search), { op: searchsortedOp });
