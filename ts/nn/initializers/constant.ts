import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { full } from "../../ops/composite/full";
import { Initializer } from "../core/initializer";
import type { Config } from "../core/serialize";

/**
 * One value everywhere.
 *
 * @example K.eval(initializers.constant({ value: 3 }).apply([2])) // [3. 3.]
 */
export class Constant extends Initializer {
  static className = "Constant";
  readonly value: number;

  constructor(options?: { value?: number }) {
    super();
    this.value = checkOptions("Constant", options, ["value"]).value ?? 0;
  }

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return full(shape, this.value, { dtype });
  }

  override getConfig(): Config {
    return { value: this.value };
  }
}

/** Makes a `Constant`. */
export function constant(options?: { value?: number }): Constant {
  return new Constant(options);
}
