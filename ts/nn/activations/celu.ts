import type { Tensor } from "../../core/tensor";
import type { CeluOptions } from "../../ops/composite/celu";
import * as ops from "../../ops/gen/public";

/** max(x, 0) + alpha (exp(min(x, 0) / alpha) - 1) (Barron, 2017). */
export function celu(x: Tensor, options?: CeluOptions): Tensor {
  return ops.celu(x, options);
}
