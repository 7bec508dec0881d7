import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { divide } from "../divide";
import { countNumbers, withoutNan } from "../kinds/nan";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { sum } from "../sum";

/**
 * The mean over axes of what is no NaN.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanmean([1, Number.NaN, 3])) // 2
 */
export const nanmean: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "nanmean",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("nanmean", options);
    const tensor = cast(toTensor("nanmean", x), "float32");
    return divide(sum(withoutNan("nanmean", tensor, 0), options), countNumbers(tensor, options));
  },
);
