import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { expm1 } from "../expm1";
import { greater } from "../greater";
import { multiply } from "../multiply";
import { where } from "../where";

/** Options of `elu`. */
export interface EluOptions {
  /** The limit below zero is -alpha; 1 by default. */
  alpha?: number;
}

/**
 * x where x > 0, else alpha (exp(x) - 1).
 *
 * @example K.eval(ops.elu([0, 2])) // [0. 2.]
 */
export const elu: (x: TensorLike, options?: EluOptions) => Tensor = callable(
  "elu",
  (x: TensorLike, options?: EluOptions): Tensor => {
    const { alpha } = checkOptions("elu", options, ["alpha"]);
    const tensor = cast(toTensor("elu", x), "float32");
    const positive = greater(tensor, 0);
    return where(positive, tensor, multiply(expm1(where(positive, 0, tensor)), alpha ?? 1));
  },
);
