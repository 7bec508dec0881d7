import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { sqrt } from "../sqrt";
import { nanvar } from "./nanvar";

/**
 * The standard deviation over axes of what is no NaN.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanstd([1, Number.NaN, 3])) // 1
 */
export const nanstd: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "nanstd",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("nanstd", options);
    return sqrt(nanvar(x, options));
  },
);
