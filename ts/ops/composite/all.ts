import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { equal } from "../equal";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { logicalNot } from "../logical_not";
import { sum } from "../sum";

/**
 * Whether all elements along the axes are true; true over no elements.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.all([[true, false], [true, true]], { axis: 1 })) // [False  True]
 */
export const all: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "all",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("all", options);
    const truth = cast(toTensor("all", x), "bool");
    return equal(sum(cast(logicalNot(truth), "int32"), options), 0);
  },
);
