import type { Tensor } from "../../core/tensor";
import type { LeakyReluOptions } from "../../ops/composite/leaky_relu";
import * as ops from "../../ops/gen/public";

/** x where x >= 0, else negativeSlope x. */
export function leakyRelu(x: Tensor, options?: LeakyReluOptions): Tensor {
  return ops.leakyRelu(x, options);
}
