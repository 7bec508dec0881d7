import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { erf } from "../erf";
import { multiply } from "../multiply";
import { tanh } from "../tanh";

/** Options of `gelu`. */
export interface GeluOptions {
  /** The tanh form; true by default, as in keras.ops. */
  approximate?: boolean;
}

/**
 * The Gaussian error linear unit (Hendrycks and Gimpel, 2016).
 *
 * @example K.eval(ops.gelu(0)) // 0
 */
export const gelu: (x: TensorLike, options?: GeluOptions) => Tensor = callable(
  "gelu",
  (x: TensorLike, options?: GeluOptions): Tensor => {
    const { approximate } = checkOptions("gelu", options, ["approximate"]);
    const tensor = cast(toTensor("gelu", x), "float32");
    if (approximate ?? true) {
      const cube = multiply(multiply(tensor, tensor), tensor);
      const inner = multiply(Math.sqrt(2 / Math.PI), add(tensor, multiply(0.044715, cube)));
      return multiply(tensor, multiply(0.5, add(1, tanh(inner))));
    }
    return multiply(multiply(0.5, tensor), add(1, erf(multiply(tensor, Math.SQRT1_2))));
  },
);
