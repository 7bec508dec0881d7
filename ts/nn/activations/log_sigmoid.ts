import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** log(sigmoid(x)), without overflow. */
export function logSigmoid(x: Tensor): Tensor {
  return ops.logSigmoid(x);
}
