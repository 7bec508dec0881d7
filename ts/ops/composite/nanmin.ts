import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { orNan, withoutNan } from "../kinds/nan";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { min } from "../min";

/**
 * The least element along the axes but NaN; NaN where there is no other.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanmin([1, Number.NaN, 3])) // 1
 */
export const nanmin: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "nanmin",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("nanmin", options);
    return orNan(x, min(withoutNan("nanmin", x, Number.POSITIVE_INFINITY), options), options);
  },
);
