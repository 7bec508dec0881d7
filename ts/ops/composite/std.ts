import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { sqrt } from "../sqrt";
import { variance } from "./var";

/**
 * The standard deviation over axes (divided by n).
 *
 * @example K.eval(ops.std([1, 3])) // 1
 */
export const std: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "std",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("std", options);
    return sqrt(variance(x, options));
  },
);
