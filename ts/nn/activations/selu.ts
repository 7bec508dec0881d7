import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** The scaled exponential linear unit. */
export function selu(x: Tensor): Tensor {
  return ops.selu(x);
}
