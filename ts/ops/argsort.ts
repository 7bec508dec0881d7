import { type TensorLike, toTensor } from "../core/convert";
import { isInteger } from "../core/dtypes";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { normalizeAxis, sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { reshape } from "./view/reshape";

/** The record of `argsort` along an axis. */
export const argsortOp: Op = {
  name: "argsort",
  kind: "move",
  keras: "keras.src.ops.numpy.Argsort",
  infer: ([x]) => ({ shape: x!.dims, dtype: "int32" }),
  lower: ({ inputs: [x], attributes: { axis, falling } }) => {
    const at = axis as number;
    const n = x!.dims[at]!;
    const inner = sizeOf(x!.dims.slice(at + 1));
    return {
      kernel: "argsort",
      units: n === 0 ? 0 : sizeOf(x!.dims.slice(0, at)) * inner,
      work: Math.max(1, Math.ceil(n * Math.log2(n + 1)) * 4),
      words: [n, inner, isInteger(x!.dtype) ? 0 : 1, falling ? 1 : 0],
      scratchBytes: 12 * n,
    };
  },
};

/** The places of the elements along an axis (counted from the front) by their order. */
export function orderAlong(x: Tensor, axis: number, falling = false): Tensor {
  return makeNode(argsortOp, [x], { axis, falling });
}

/** Options of `argsort` and `sort`. */
export interface SortOptions {
  /** The axis; -1 (the last) by default, null for the flattened tensor. */
  axis?: number | null;
}

/** The tensor and the axis to sort along. */
export function sortable(where: string, x: TensorLike, options: SortOptions | undefined): { x: Tensor; axis: number } {
  const { axis = -1 } = checkOptions(where, options, ["axis"], `ops.${where}(x, { axis: -1 })`);
  const tensor = toTensor(where, x);
  if (axis === null || tensor.rank === 0) return { x: reshape(tensor, [tensor.size]), axis: 0 };
  return { x: tensor, axis: normalizeAxis(where, axis, tensor.rank) };
}

/**
 * The places of the elements along an axis from the least to the largest, NaN last; equal ones stay in order. int32.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.argsort([3, 1, 2])) // [1 2 0]
 */
export const argsort: ((x: TensorLike, options?: SortOptions) => Tensor) & { op?: Op } = Object.assign(
  callable("argsort", (x: TensorLike, options?: SortOptions): Tensor => {
    const own = sortable("argsort", x, options);
    return orderAlong(own.x, own.axis);
  }),
  { op: argsortOp },
);
