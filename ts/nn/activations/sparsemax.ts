import type { Tensor } from "../../core/tensor";
import type { SparsemaxOptions } from "../../ops/composite/sparsemax";
import * as ops from "../../ops/gen/public";

/** The probabilities sparse along an axis, as Keras computes them. */
export function sparsemax(x: Tensor, options?: SparsemaxOptions): Tensor {
  return ops.sparsemax(x, options);
}
