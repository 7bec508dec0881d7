import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { rsqrt } from "../rsqrt";
import { square } from "../square";
import { expandDims } from "./expand_dims";
import { mean } from "./mean";

/** Options of `rmsNormalization`. */
export interface RmsNormalizationOptions {
  /** Multiplies the result; broadcasts to x. */
  scale?: TensorLike | null;
  /** The axes of a vector, the last by default. */
  axis?: number | readonly number[];
  /** Added to the mean square; 1e-7 by default. */
  epsilon?: number | null;
}

/**
 * x over the root of the mean of its squares along axes (Zhang and Sennrich, 2019).
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.rmsNormalization([3, 3, 3])) // [1. 1. 1.]
 */
export const rmsNormalization: (x: TensorLike, options?: RmsNormalizationOptions) => Tensor = callable(
  "rms_normalization",
  (x: TensorLike, options?: RmsNormalizationOptions): Tensor => {
    const keys = ["scale", "axis", "epsilon"];
    const own = checkOptions("rms_normalization", options, keys, "ops.rmsNormalization(x, { axis: -1 })");
    let tensor = cast(toTensor("rms_normalization", x), "float32");
    if (tensor.rank === 0) tensor = expandDims(tensor, 0);
    const squares = mean(square(tensor), { axis: own.axis ?? -1, keepdims: true });
    const y = multiply(tensor, rsqrt(add(squares, own.epsilon ?? 1e-7)));
    return own.scale === undefined || own.scale === null ? y : multiply(y, own.scale);
  },
);
