import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x times the normal distribution at x, exact by default (`ops.gelu` approximates by default). */
export function gelu(x: Tensor, options: { approximate?: boolean } = {}): Tensor {
  return ops.gelu(x, { approximate: options.approximate ?? false });
}
