import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { max } from "../max";
import { min } from "../min";
import { subtract } from "../subtract";

/**
 * The largest less the least element along the axes.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.ptp([1, 5, 3])) // 4
 */
export const ptp: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "ptp",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("ptp", options);
    return subtract(max(x, options), min(x, options));
  },
);
