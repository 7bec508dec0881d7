import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { greaterEqual } from "../greater_equal";
import { multiply } from "../multiply";
import { where } from "../where";

/** Options of `leakyRelu`. */
export interface LeakyReluOptions {
  /** The slope below zero; 0.2 by default. */
  negativeSlope?: number;
}

/**
 * x where x >= 0, else negativeSlope x.
 *
 * @example K.eval(ops.leakyRelu([-1, 2])) // [-0.2  2. ]
 */
export const leakyRelu: (x: TensorLike, options?: LeakyReluOptions) => Tensor = callable(
  "leaky_relu",
  (x: TensorLike, options?: LeakyReluOptions): Tensor => {
    const { negativeSlope } = checkOptions("leaky_relu", options, ["negativeSlope"]);
    const tensor = cast(toTensor("leaky_relu", x), "float32");
    return where(greaterEqual(tensor, 0), tensor, multiply(tensor, negativeSlope ?? 0.2));
  },
);
