import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { orderAlong, type SortOptions, sortable } from "../argsort";
import { takeAlongAxis } from "../take_along_axis";

/**
 * The elements along an axis from the least to the largest, NaN last.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.sort([3, 1, 2])) // [1. 2. 3.]
 */
export const sort: (x: TensorLike, options?: SortOptions) => Tensor = callable(
  "sort",
  (x: TensorLike, options?: SortOptions): Tensor => {
    const own = sortable("sort", x, options);
    return sorted(own.x, own.axis);
  },
);

/** A tensor in order along an axis counted from the front. */
export function sorted(x: Tensor, axis: number): Tensor {
  return takeAlongAxis(x, orderAlong(x, axis), { axis });
}
