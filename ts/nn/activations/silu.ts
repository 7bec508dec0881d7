import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x sigmoid(x). */
export function silu(x: Tensor): Tensor {
  return ops.silu(x);
}

/** Other names of `silu`. */
export const aliases: readonly string[] = ["swish"];
