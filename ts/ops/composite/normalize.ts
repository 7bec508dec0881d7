import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { cast } from "../cast";
import { divide } from "../divide";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { multiply } from "../multiply";
import { power } from "../power";
import { rsqrt } from "../rsqrt";
import { square } from "../square";
import { sum } from "../sum";
import { expandDims } from "./expand_dims";

/** Options of `normalize`. */
export interface NormalizeOptions {
  /** The axes of a vector, the last by default; null for all. */
  axis?: number | readonly number[] | null;
  /** The order of the norm, a whole number from 1; 2 by default. */
  order?: number;
  /** The least norm that divides; 1e-7 by default. */
  epsilon?: number | null;
}

/**
 * Vectors along axes divided by their norm.
 *
 * @throws ValueError when the order is no positive whole number.
 * @example K.eval(ops.normalize([[3, 4]])) // [[0.6 0.8]]
 */
export const normalize: (x: TensorLike, options?: NormalizeOptions) => Tensor = callable(
  "normalize",
  (x: TensorLike, options?: NormalizeOptions): Tensor => {
    const own = checkOptions("normalize", options, ["axis", "order", "epsilon"], "ops.normalize(x, { axis: -1 })");
    const order = own.order ?? 2;
    if (!Number.isInteger(order) || order < 1) {
      throw new ValueError("normalize", "the order is no positive whole number", { received: { order } });
    }
    let tensor = cast(toTensor("normalize", x), "float32");
    if (tensor.rank === 0) tensor = expandDims(tensor, 0);
    const epsilon = own.epsilon ?? 1e-7;
    const fold = { axis: own.axis === undefined ? -1 : own.axis, keepdims: true };
    if (order === 2) return multiply(tensor, minimum(rsqrt(sum(square(tensor), fold)), 1 / epsilon));
    const powers = order === 1 ? absolute(tensor) : power(absolute(tensor), order);
    const total = sum(powers, fold);
    return divide(tensor, maximum(order === 1 ? total : power(total, 1 / order), epsilon));
  },
);
