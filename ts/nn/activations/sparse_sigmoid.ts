import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** (x + 1) / 2 brought into [0, 1]. */
export function sparseSigmoid(x: Tensor): Tensor {
  return ops.sparseSigmoid(x);
}
