import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x where x > 0, else 0.2 x. */
export function leakyRelu(x: Tensor): Tensor {
  return ops.leakyRelu(x);
}
