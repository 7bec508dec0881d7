import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** exp(x) over its sum along the last axis. */
export function softmax(x: Tensor): Tensor {
  return ops.softmax(x);
}
