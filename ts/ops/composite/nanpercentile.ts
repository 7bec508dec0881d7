import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { divide } from "../divide";
import { type QuantileOptions, quantileOptions, quantiles } from "../kinds/quantiles";

/**
 * The elements at q per cent of the way along the axes, in order of what is no NaN. The axes of q come first.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanpercentile([1, Number.NaN, 3], 50)) // 2
 */
export const nanpercentile: (x: TensorLike, q: TensorLike, options?: QuantileOptions) => Tensor = callable(
  "nanpercentile",
  (x: TensorLike, q: TensorLike, options?: QuantileOptions): Tensor =>
    quantiles("nanpercentile", x, divide(q, 100), quantileOptions("nanpercentile", options), true),
);
