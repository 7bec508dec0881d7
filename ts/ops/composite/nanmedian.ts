import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { quantiles } from "../kinds/quantiles";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";

/**
 * The middle element along the axes, or the mean of the middle two of what is no NaN.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanmedian([1, Number.NaN, 3])) // 2
 */
export const nanmedian: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "nanmedian",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("nanmedian", options);
    return quantiles("nanmedian", x, 0.5, { ...options, method: "midpoint" }, true);
  },
);
