import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";
import { expm1 } from "../expm1";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { multiply } from "../multiply";

/** Options of `celu`. */
export interface CeluOptions {
  /** How fast the part below zero comes to its limit -alpha; 1 by default. */
  alpha?: number;
}

/**
 * max(x, 0) + alpha (exp(min(x, 0) / alpha) - 1) (Barron, 2017).
 *
 * @example K.eval(ops.celu([0, 2])) // [0. 2.]
 */
export const celu: (x: TensorLike, options?: CeluOptions) => Tensor = callable(
  "celu",
  (x: TensorLike, options?: CeluOptions): Tensor => {
    const { alpha = 1 } = checkOptions("celu", options, ["alpha"]);
    const tensor = cast(toTensor("celu", x), "float32");
    return add(maximum(tensor, 0), multiply(alpha, expm1(divide(minimum(tensor, 0), alpha))));
  },
);
