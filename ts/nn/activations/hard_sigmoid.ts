import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** relu6(x + 3) / 6. */
export function hardSigmoid(x: Tensor): Tensor {
  return ops.hardSigmoid(x);
}
