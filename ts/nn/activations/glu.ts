import type { Tensor } from "../../core/tensor";
import type { GluOptions } from "../../ops/composite/glu";
import * as ops from "../../ops/gen/public";

/** The first half along an axis times the sigmoid of the second. */
export function glu(x: Tensor, options?: GluOptions): Tensor {
  return ops.glu(x, options);
}
