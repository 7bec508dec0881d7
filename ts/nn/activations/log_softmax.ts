import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** log(softmax(x)) along an axis, the last by default. */
export function logSoftmax(x: Tensor, options?: { axis?: number }): Tensor {
  return ops.logSoftmax(x, options);
}
