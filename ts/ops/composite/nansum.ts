import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { withoutNan } from "../kinds/nan";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { sum } from "../sum";

/**
 * The sum along the axes; NaN counts as 0.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nansum([1, Number.NaN, 3])) // 4
 */
export const nansum: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "nansum",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("nansum", options);
    return sum(withoutNan("nansum", x, 0), options);
  },
);
