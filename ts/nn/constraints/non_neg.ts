import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { Constraint } from "../core/constraint";

/**
 * Sets what is below 0 to 0.
 *
 * @example K.eval(constraints.nonNeg().apply(K.constant([-1, 2]))) // [0. 2.]
 */
export class NonNeg extends Constraint {
  static override className = "NonNeg";

  override apply(w: Tensor): Tensor {
    return ops.maximum(w, 0);
  }
}

/** Makes a `NonNeg`. */
export function nonNeg(): NonNeg {
  return new NonNeg();
}
