import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x - tanh(x). */
export function tanhShrink(x: Tensor): Tensor {
  return ops.tanhShrink(x);
}
