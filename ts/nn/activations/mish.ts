import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x tanh(softplus(x)) (Misra, 2019). */
export function mish(x: Tensor): Tensor {
  return ops.multiply(x, ops.tanh(ops.softplus(x)));
}
