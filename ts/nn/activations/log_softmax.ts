import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** log(softmax(x)) along the last axis. */
export function logSoftmax(x: Tensor): Tensor {
  return ops.logSoftmax(x);
}
