import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { greater } from "../greater";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { sum } from "../sum";

/**
 * Whether any element along the axes is true; false over no elements.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.any([[true, false], [false, false]], { axis: 1 })) // [ True False]
 */
export const any: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "any",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("any", options);
    const truth = cast(toTensor("any", x), "bool");
    return greater(sum(cast(truth, "int32"), options), 0);
  },
);
