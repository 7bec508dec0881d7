import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x where x > 0, else exp(x) - 1. */
export function elu(x: Tensor): Tensor {
  return ops.elu(x);
}
