import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { orNan, withoutNan } from "../kinds/nan";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { max } from "../max";

/**
 * The largest element along the axes but NaN; NaN where there is no other.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanmax([1, Number.NaN, 3])) // 3
 */
export const nanmax: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "nanmax",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("nanmax", options);
    return orNan(x, max(withoutNan("nanmax", x, Number.NEGATIVE_INFINITY), options), options);
  },
);
