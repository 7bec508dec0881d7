import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** log(1 + exp(x)). */
export function softplus(x: Tensor): Tensor {
  return ops.softplus(x);
}
