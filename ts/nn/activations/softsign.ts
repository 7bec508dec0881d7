import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x / (1 + |x|). */
export function softsign(x: Tensor): Tensor {
  return ops.softsign(x);
}
