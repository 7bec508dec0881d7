import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxes } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { withoutAxes } from "../kinds/reduce";
import { reshape } from "../view/reshape";

/** Options of `squeeze`. */
export interface SqueezeOptions {
  /** The axes to drop; all of size 1 when absent. */
  axis?: number | readonly number[] | null;
}

/**
 * The tensor without axes of size 1.
 *
 * @throws ShapeError when an axis given is not of size 1.
 * @example K.eval(ops.squeeze([[1, 2]])) // [1. 2.]
 */
export const squeeze: (x: TensorLike, options?: SqueezeOptions) => Tensor = callable(
  "squeeze",
  (x: TensorLike, options?: SqueezeOptions): Tensor => {
    const { axis } = checkOptions("squeeze", options, ["axis"], "ops.squeeze(x, { axis: 0 })");
    const tensor = toTensor("squeeze", x);
    const ones = tensor.dims.flatMap((d, i) => (d === 1 ? [i] : []));
    const axes = axis === undefined || axis === null ? ones : normalizeAxes("squeeze", axis, tensor.rank);
    if (!axes.every((a) => ones.includes(a))) {
      throw new ShapeError("squeeze", "an axis to drop is not 1", { received: { axis, "x.shape": tensor.shape } });
    }
    return reshape(tensor, withoutAxes(tensor.dims, axes));
  },
);
