import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** exp(x) over its sum along an axis, the last by default. */
export function softmax(x: Tensor, options?: { axis?: number }): Tensor {
  return ops.softmax(x, options);
}
