import * as random from "../../backend/random";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Initializer } from "../core/initializer";
import type { Config } from "../core/serialize";

/** Options of `RandomNormal`. */
export interface RandomNormalOptions {
  mean?: number;
  stddev?: number;
  /** The same seed gives the same values every time. */
  seed?: number | null;
}

/**
 * Normal values, standard deviation 0.05 by default.
 *
 * @example initializers.randomNormal({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class RandomNormal extends Initializer {
  static className = "RandomNormal";
  static aliases: readonly string[] = ["normal"];
  readonly mean: number;
  readonly stddev: number;
  readonly seed: number | null;

  constructor(options?: RandomNormalOptions) {
    super();
    const own = checkOptions("RandomNormal", options, ["mean", "stddev", "seed"]);
    this.mean = own.mean ?? 0;
    this.stddev = own.stddev ?? 0.05;
    this.seed = own.seed ?? null;
  }

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return random.normal(shape, { mean: this.mean, stddev: this.stddev, seed: this.seed, dtype });
  }

  override getConfig(): Config {
    return { seed: this.seed, mean: this.mean, stddev: this.stddev };
  }
}

/** Makes a `RandomNormal`. */
export function randomNormal(options?: RandomNormalOptions): RandomNormal {
  return new RandomNormal(options);
}
