import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { greater } from "../greater";
import { less } from "../less";
import { subtract } from "../subtract";
import { where } from "../where";

/** Options of `softShrink`. */
export interface SoftShrinkOptions {
  /** How far; 0.5 by default. */
  threshold?: number;
}

/**
 * x brought nearer to 0 by the threshold; 0 within it.
 *
 * @example K.eval(ops.softShrink([-1, 0.25, 1])) // [-0.5  0.   0.5]
 */
export const softShrink: (x: TensorLike, options?: SoftShrinkOptions) => Tensor = callable(
  "soft_shrink",
  (x: TensorLike, options?: SoftShrinkOptions): Tensor => {
    const { threshold = 0.5 } = checkOptions("soft_shrink", options, ["threshold"]);
    const tensor = cast(toTensor("soft_shrink", x), "float32");
    const below = where(less(tensor, -threshold), add(tensor, threshold), 0);
    return where(greater(tensor, threshold), subtract(tensor, threshold), below);
  },
);
