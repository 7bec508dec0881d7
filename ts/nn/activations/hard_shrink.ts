import type { Tensor } from "../../core/tensor";
import type { HardShrinkOptions } from "../../ops/composite/hard_shrink";
import * as ops from "../../ops/gen/public";

/** x where |x| is above the threshold, else 0. */
export function hardShrink(x: Tensor, options?: HardShrinkOptions): Tensor {
  return ops.hardShrink(x, options);
}
