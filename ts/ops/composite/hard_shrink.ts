import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { cast } from "../cast";
import { greater } from "../greater";
import { where } from "../where";

/** Options of `hardShrink`. */
export interface HardShrinkOptions {
  /** What counts as small; 0.5 by default. */
  threshold?: number;
}

/**
 * x where |x| is above the threshold, else 0.
 *
 * @example K.eval(ops.hardShrink([-1, 0.25, 1])) // [-1.  0.  1.]
 */
export const hardShrink: (x: TensorLike, options?: HardShrinkOptions) => Tensor = callable(
  "hard_shrink",
  (x: TensorLike, options?: HardShrinkOptions): Tensor => {
    const { threshold = 0.5 } = checkOptions("hard_shrink", options, ["threshold"]);
    const tensor = cast(toTensor("hard_shrink", x), "float32");
    return where(greater(absolute(tensor), threshold), tensor, 0);
  },
);
