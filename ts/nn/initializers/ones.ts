import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { full } from "../../ops/composite/full";
import { Initializer } from "../core/initializer";

/**
 * All ones.
 *
 * @example K.eval(initializers.ones().apply([2])) // [1. 1.]
 */
export class Ones extends Initializer {
  static className = "Ones";

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return full(shape, 1, { dtype });
  }
}

/** Makes a `Ones`. */
export function ones(): Ones {
  return new Ones();
}
