import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { quantiles } from "../kinds/quantiles";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";

/**
 * The middle element along the axes, or the mean of the middle two; NaN where one is NaN.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.median([1, 2, 3])) // 2
 */
export const median: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "median",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("median", options);
    return quantiles("median", x, 0.5, { ...options, method: "midpoint" }, false);
  },
);
