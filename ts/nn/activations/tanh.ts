import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** The hyperbolic tangent. */
export function tanh(x: Tensor): Tensor {
  return ops.tanh(x);
}
