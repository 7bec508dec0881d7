import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { sigmoid } from "../sigmoid";
import { split } from "./split";

/** Options of `glu`. */
export interface GluOptions {
  /** The axis that is halved; the last by default. */
  axis?: number;
}

/**
 * The first half along an axis times the sigmoid of the second (Dauphin et al., 2016).
 *
 * @throws ShapeError for an axis out of range or of odd size.
 * @example K.eval(ops.glu([2, 0])) // [1.]
 */
export const glu: (x: TensorLike, options?: GluOptions) => Tensor = callable(
  "glu",
  (x: TensorLike, options?: GluOptions): Tensor => {
    const { axis = -1 } = checkOptions("glu", options, ["axis"]);
    const tensor = cast(toTensor("glu", x), "float32");
    const at = normalizeAxis("glu", axis, tensor.rank);
    if (tensor.dims[at]! % 2 !== 0) {
      throw new ShapeError("glu", "the axis cannot be halved", {
        expected: `an even size on axis ${axis}`,
        received: { "x.shape": tensor.shape },
      });
    }
    const [value, gate] = split(tensor, 2, { axis: at });
    return multiply(value!, sigmoid(gate!));
  },
);
