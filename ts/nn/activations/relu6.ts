import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** min(max(x, 0), 6). */
export function relu6(x: Tensor): Tensor {
  return ops.relu6(x);
}
