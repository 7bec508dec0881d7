import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { normalizeAxes } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { rsqrt } from "../rsqrt";
import { square } from "../square";
import { subtract } from "../subtract";
import { reshape } from "../view/reshape";
import { mean } from "./mean";

/** Options of `layerNormalization`. */
export interface LayerNormalizationOptions {
  /** Multiplies the result: sizes of the axes. */
  gamma?: TensorLike | null;
  /** Added to the result: sizes of the axes. */
  beta?: TensorLike | null;
  /** The axes of a vector, the last by default. */
  axis?: number | readonly number[];
  /** Added to the variance; 1e-7 by default. */
  epsilon?: number | null;
}

/**
 * x brought to mean 0 and variance 1 along axes (Ba et al., 2016).
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.layerNormalization([1, 3])) // [-1.  1.]
 */
export const layerNormalization: (x: TensorLike, options?: LayerNormalizationOptions) => Tensor = callable(
  "layer_normalization",
  (x: TensorLike, options?: LayerNormalizationOptions): Tensor => {
    const keys = ["gamma", "beta", "axis", "epsilon"];
    const own = checkOptions("layer_normalization", options, keys, "ops.layerNormalization(x, { gamma, beta })");
    const tensor = cast(toTensor("layer_normalization", x), "float32");
    const axes = normalizeAxes("layer_normalization", own.axis ?? -1, tensor.rank);
    const fold = { axis: axes, keepdims: true };
    const centred = subtract(tensor, mean(tensor, fold));
    const inverse = rsqrt(add(mean(square(centred), fold), own.epsilon ?? 1e-7));
    const along = (v: TensorLike): Tensor =>
      reshape(
        toTensor("layer_normalization", v),
        tensor.dims.map((d, i) => (axes.includes(i) ? d : 1)),
      );
    const { gamma, beta } = own;
    let y = multiply(centred, inverse);
    if (gamma !== undefined && gamma !== null) y = multiply(y, along(gamma));
    return beta === undefined || beta === null ? y : add(y, along(beta));
  },
);
