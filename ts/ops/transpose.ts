import { type TensorLike, toTensor } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { normalizeAxis, stridesOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { lowerStrided } from "./kinds/strided";

/** The record of `transpose`. */
export const transposeOp: Op = {
  name: "transpose",
  kind: "move",
  keras: "keras.src.ops.numpy.Transpose",
  infer: ([x], { axes }) => ({ shape: (axes as number[]).map((a) => x!.dims[a]!), dtype: x!.dtype }),
  gradient: ({ attributes: { axes } }, g, k) => {
    const back: number[] = [];
    (axes as number[]).forEach((a, i) => {
      back[a] = i;
    });
    return [k.transpose(g, { axes: back })];
  },
  lower: ({ inputs: [x], attributes: { axes }, output }) => {
    const strides = stridesOf(x!.dims);
    return lowerStrided(
      "transpose",
      output.dims,
      (axes as number[]).map((a) => strides[a]!),
      0,
    );
  },
};

/** Options of `transpose`. */
export interface TransposeOptions {
  /** The old axis that stands at each new place; reversed when absent. */
  axes?: readonly number[] | null;
}

function permute(x: TensorLike, options?: TransposeOptions): Tensor {
  const tensor = toTensor("transpose", x);
  const { axes } = checkOptions("transpose", options, ["axes"], "ops.transpose(x, { axes: [1, 0] })");
  const rank = tensor.rank;
  const order = axes ? axes.map((a) => normalizeAxis("transpose", a, rank)) : [...Array(rank).keys()].reverse();
  if (order.length !== rank || new Set(order).size !== rank) {
    throw new ShapeError("transpose", "axes is no permutation", {
      expected: `each of the ${rank} axes once`,
      received: { axes, "x.shape": tensor.shape },
    });
  }
  return order.every((a, i) => a === i) ? tensor : makeNode(transposeOp, [tensor], { axes: order });
}

/**
 * The tensor with its axes in another order, reversed by default.
 *
 * @throws ShapeError when axes is no permutation.
 * @example K.eval(ops.transpose([[1, 2], [3, 4]])) // [[1. 3.] [2. 4.]]
 */
export const transpose: ((x: TensorLike, options?: TransposeOptions) => Tensor) & { op?: Op } = Object.assign(
  callable("transpose", permute),
  { op: transposeOp },
);
