import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x brought into [-1, 1]. */
export function hardTanh(x: Tensor): Tensor {
  return ops.hardTanh(x);
}
