import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { withoutNan } from "../kinds/nan";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { prod } from "../prod";

/**
 * The product along the axes; NaN counts as 1.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanprod([1, Number.NaN, 3])) // 3
 */
export const nanprod: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "nanprod",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("nanprod", options);
    return prod(withoutNan("nanprod", x, 1), options);
  },
);
