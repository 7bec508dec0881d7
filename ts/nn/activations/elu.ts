import type { Tensor } from "../../core/tensor";
import type { EluOptions } from "../../ops/composite/elu";
import * as ops from "../../ops/gen/public";

/** x where x > 0, else alpha (exp(x) - 1). */
export function elu(x: Tensor, options?: EluOptions): Tensor {
  return ops.elu(x, options);
}
