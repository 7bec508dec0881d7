import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { divide } from "../divide";
import { countNumbers } from "../kinds/nan";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { square } from "../square";
import { subtract } from "../subtract";
import { sum } from "../sum";
import { where } from "../where";
import { isnan } from "./isnan";
import { nanmean } from "./nanmean";

/**
 * The variance over axes of what is no NaN.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanvar([1, Number.NaN, 3])) // 1
 */
export const nanvar: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "nanvar",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("nanvar", options);
    const tensor = cast(toTensor("nanvar", x), "float32");
    const middle = nanmean(tensor, { axis: options?.axis ?? null, keepdims: true });
    const apart = where(isnan(tensor), 0, subtract(tensor, middle));
    return divide(sum(square(apart), options), countNumbers(tensor, options));
  },
);
