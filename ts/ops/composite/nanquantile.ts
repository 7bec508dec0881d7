import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type QuantileOptions, quantileOptions, quantiles } from "../kinds/quantiles";

/**
 * The elements at the parts q, from 0 to 1 of the way along the axes, in order of what is no NaN. The axes of q come first.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanquantile([1, Number.NaN, 3], 0.5)) // 2
 */
export const nanquantile: (x: TensorLike, q: TensorLike, options?: QuantileOptions) => Tensor = callable(
  "nanquantile",
  (x: TensorLike, q: TensorLike, options?: QuantileOptions): Tensor =>
    quantiles("nanquantile", x, q, quantileOptions("nanquantile", options), true),
);
