import type { Tensor } from "../../core/tensor";
import type { SquareplusOptions } from "../../ops/composite/squareplus";
import * as ops from "../../ops/gen/public";

/** (x + sqrt(x² + b)) / 2, a smooth relu (Barron, 2021). */
export function squareplus(x: Tensor, options?: SquareplusOptions): Tensor {
  return ops.squareplus(x, options);
}
