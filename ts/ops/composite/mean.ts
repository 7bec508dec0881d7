import { type TensorLike, toTensor } from "../../core/convert";
import { normalizeAxes } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { divide } from "../divide";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { sum } from "../sum";

/** How many elements go into one result. */
function foldedSize(x: Tensor, options: ReduceOptions | undefined): number {
  return normalizeAxes("mean", options?.axis, x.rank).reduce((product, axis) => product * x.dims[axis]!, 1);
}

/**
 * The mean over axes.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.mean([[1, 2], [3, 4]], { axis: 1 })) // [1.5 3.5]
 */
export const mean: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "mean",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("mean", options);
    const tensor = cast(toTensor("mean", x), "float32");
    const total = sum(tensor, options);
    return divide(total, foldedSize(tensor, options));
  },
);
