import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** 0 below -1, x above 1, (x + 1)² / 4 between. */
export function sparsePlus(x: Tensor): Tensor {
  return ops.sparsePlus(x);
}
