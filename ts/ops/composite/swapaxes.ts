import { type TensorLike, toTensor } from "../../core/convert";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { transpose } from "../transpose";

/**
 * A tensor with two axes in each other's place.
 *
 * @throws ShapeError for an axis out of range.
 * @example ops.swapaxes(ops.ones([2, 3, 4]), 0, 2).shape // [ 4, 3, 2 ]
 */
export const swapaxes: (x: TensorLike, axis1: number, axis2: number) => Tensor = callable(
  "swapaxes",
  (x: TensorLike, axis1: number, axis2: number): Tensor => {
    const tensor = toTensor("swapaxes", x);
    const [a, b] = [axis1, axis2].map((axis) => normalizeAxis("swapaxes", axis, tensor.rank)) as [number, number];
    return transpose(tensor, { axes: tensor.dims.map((_, i) => (i === a ? b : i === b ? a : i)) });
  },
);
