import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type QuantileOptions, quantileOptions, quantiles } from "../kinds/quantiles";

/**
 * The elements at the parts q, from 0 to 1 of the way along the axes, in order; NaN where one is NaN. The axes of q come
 * first.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.quantile([1, 2, 3], 0.5)) // 2
 */
export const quantile: (x: TensorLike, q: TensorLike, options?: QuantileOptions) => Tensor = callable(
  "quantile",
  (x: TensorLike, q: TensorLike, options?: QuantileOptions): Tensor =>
    quantiles("quantile", x, q, quantileOptions("quantile", options), false),
);
