import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { greater } from "../greater";
import { less } from "../less";
import { sum } from "../sum";
import { takeAlongAxis } from "../take_along_axis";
import { where } from "../where";
import { expandDims } from "./expand_dims";
import { isnan } from "./isnan";

/**
 * Whether the prediction at each target is among the k largest of its row. A NaN at the target is not.
 *
 * @throws ShapeError when the ranks do not fit.
 * @example K.eval(ops.inTopK([1], [[0.1, 0.7, 0.2]], 1)) // [ True]
 */
export const inTopK: (targets: TensorLike, predictions: TensorLike, k: number) => Tensor = callable(
  "in_top_k",
  (targets: TensorLike, predictions: TensorLike, k: number): Tensor => {
    const own = takeAlongAxis(predictions, expandDims(cast(targets, "int32"), -1), { axis: -1 });
    const at = where(isnan(own), Number.NEGATIVE_INFINITY, own);
    return less(sum(cast(greater(predictions, at), "int32"), { axis: -1 }), k);
  },
);
