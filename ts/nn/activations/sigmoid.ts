import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** 1 / (1 + exp(-x)). */
export function sigmoid(x: Tensor): Tensor {
  return ops.sigmoid(x);
}
