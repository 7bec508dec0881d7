import * as random from "../../backend/random";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Initializer } from "../core/initializer";
import type { Config } from "../core/serialize";

/** Options of `RandomUniform`. */
export interface RandomUniformOptions {
  minval?: number;
  maxval?: number;
  /** The same seed gives the same values every time. */
  seed?: number | null;
}

/**
 * Uniform values in [minval, maxval), -0.05 to 0.05 by default.
 *
 * @example initializers.randomUniform({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class RandomUniform extends Initializer {
  static className = "RandomUniform";
  static aliases: readonly string[] = ["uniform"];
  readonly minval: number;
  readonly maxval: number;
  readonly seed: number | null;

  constructor(options?: RandomUniformOptions) {
    super();
    const own = checkOptions("RandomUniform", options, ["minval", "maxval", "seed"]);
    this.minval = own.minval ?? -0.05;
    this.maxval = own.maxval ?? 0.05;
    this.seed = own.seed ?? null;
  }

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return random.uniform(shape, { minval: this.minval, maxval: this.maxval, seed: this.seed, dtype });
  }

  override getConfig(): Config {
    return { seed: this.seed, minval: this.minval, maxval: this.maxval };
  }
}

/** Makes a `RandomUniform`. */
export function randomUniform(options?: RandomUniformOptions): RandomUniform {
  return new RandomUniform(options);
}
