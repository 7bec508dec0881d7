import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { rsqrt } from "../rsqrt";
import { subtract } from "../subtract";
import { reshape } from "../view/reshape";

/** Options of `batchNormalization`. */
export interface BatchNormalizationOpOptions {
  /** Added to the result, one number a feature. */
  offset?: TensorLike | null;
  /** Multiplies the result, one number a feature. */
  scale?: TensorLike | null;
  /** Added to the variance; 0.001 by default. */
  epsilon?: number;
}

/**
 * (x - mean) / sqrt(variance + epsilon), times scale plus offset, for the features along an axis.
 *
 * @param mean One number a feature, as the variance.
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.batchNormalization([[1, 4]], [1, 2], [1, 4], -1, { epsilon: 0 })) // [[0. 1.]]
 */
export const batchNormalization: (
  x: TensorLike,
  mean: TensorLike,
  variance: TensorLike,
  axis: number,
  options?: BatchNormalizationOpOptions,
) => Tensor = callable(
  "batch_normalization",
  (
    x: TensorLike,
    mean: TensorLike,
    variance: TensorLike,
    axis: number,
    options?: BatchNormalizationOpOptions,
  ): Tensor => {
    const where = "batch_normalization";
    const own = checkOptions(where, options, ["offset", "scale", "epsilon"], "ops.batchNormalization(x, m, v, -1)");
    const tensor = cast(toTensor(where, x), "float32");
    const at = normalizeAxis(where, axis, tensor.rank);
    const along = (v: Tensor): Tensor => reshape(v, [v.dims[0]!, ...tensor.dims.slice(at + 1).map(() => 1)]);
    const inverse = rsqrt(add(toTensor(where, variance), own.epsilon ?? 1e-3));
    const scale = own.scale === undefined || own.scale === null ? inverse : multiply(inverse, own.scale);
    const shifted = multiply(mean, scale);
    const shift = own.offset === undefined || own.offset === null ? negative(shifted) : subtract(own.offset, shifted);
    return add(multiply(tensor, along(scale)), along(shift));
  },
);
