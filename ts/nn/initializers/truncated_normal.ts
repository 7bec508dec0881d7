import * as random from "../../backend/random";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Initializer } from "../core/initializer";
import type { Config } from "../core/serialize";

/** Options of `TruncatedNormal`. */
export interface TruncatedNormalOptions {
  mean?: number;
  stddev?: number;
  /** The same seed gives the same values every time. */
  seed?: number | null;
}

/**
 * Normal values within two standard deviations of the mean.
 *
 * @example initializers.truncatedNormal({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class TruncatedNormal extends Initializer {
  static className = "TruncatedNormal";
  readonly mean: number;
  readonly stddev: number;
  readonly seed: number | null;

  constructor(options?: TruncatedNormalOptions) {
    super();
    const own = checkOptions("TruncatedNormal", options, ["mean", "stddev", "seed"]);
    this.mean = own.mean ?? 0;
    this.stddev = own.stddev ?? 0.05;
    this.seed = own.seed ?? null;
  }

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return random.truncatedNormal(shape, { mean: this.mean, stddev: this.stddev, seed: this.seed, dtype });
  }

  override getConfig(): Config {
    return { seed: this.seed, mean: this.mean, stddev: this.stddev };
  }
}

/** Makes a `TruncatedNormal`. */
export function truncatedNormal(options?: TruncatedNormalOptions): TruncatedNormal {
  return new TruncatedNormal(options);
}
