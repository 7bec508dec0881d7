import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { divide } from "../divide";
import { type QuantileOptions, quantileOptions, quantiles } from "../kinds/quantiles";

/**
 * The elements at q per cent of the way along the axes, in order; NaN where one is NaN. The axes of q come first.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.percentile([1, 2, 3], 50)) // 2
 */
export const percentile: (x: TensorLike, q: TensorLike, options?: QuantileOptions) => Tensor = callable(
  "percentile",
  (x: TensorLike, q: TensorLike, options?: QuantileOptions): Tensor =>
    quantiles("percentile", x, divide(q, 100), quantileOptions("percentile", options), false),
);
