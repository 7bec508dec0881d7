import { type TensorLike, toTensor } from "../../core/convert";
import { normalizeAxes } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { reshape } from "../view/reshape";

/**
 * A new axis of size 1 at each place given.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.expandDims([1, 2], 0)) // [[1. 2.]]
 */
export const expandDims: (x: TensorLike, axis: number | readonly number[]) => Tensor = callable(
  "expand_dims",
  (x: TensorLike, axis: number | readonly number[]): Tensor => {
    const tensor = toTensor("expand_dims", x);
    const list = typeof axis === "number" ? [axis] : axis;
    const rank = tensor.rank + list.length;
    const axes = normalizeAxes("expand_dims", list, rank);
    const rest = [...tensor.dims];
    return reshape(
      tensor,
      Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : rest.shift()!)),
    );
  },
);
