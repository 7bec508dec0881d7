import type { Tensor } from "../../core/tensor";

/** x itself. */
export function linear(x: Tensor): Tensor {
  return x;
}
