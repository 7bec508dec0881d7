import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { full } from "../../ops/composite/full";
import { Initializer } from "../core/initializer";

/**
 * All zeros.
 *
 * @example K.eval(initializers.zeros().apply([2])) // [0. 0.]
 */
export class Zeros extends Initializer {
  static className = "Zeros";

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return full(shape, 0, { dtype });
  }
}

/** Makes a `Zeros`. */
export function zeros(): Zeros {
  return new Zeros();
}
