import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x hardSigmoid(x), also called hardSwish (Howard et al., 2019). */
export function hardSilu(x: Tensor): Tensor {
  return ops.hardSilu(x);
}

/** Other names of `hardSilu`. */
export const aliases: readonly string[] = ["hard_swish"];
