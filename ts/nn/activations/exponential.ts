import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** exp(x). */
export function exponential(x: Tensor): Tensor {
  return ops.exp(x);
}
