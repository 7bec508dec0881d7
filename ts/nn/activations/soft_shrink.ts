import type { Tensor } from "../../core/tensor";
import type { SoftShrinkOptions } from "../../ops/composite/soft_shrink";
import * as ops from "../../ops/gen/public";

/** x brought nearer to 0 by the threshold; 0 within it. */
export function softShrink(x: Tensor, options?: SoftShrinkOptions): Tensor {
  return ops.softShrink(x, options);
}
