import * as random from "../backend/random";
import type { SeedSource } from "../backend/seeds";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { Noise, type NoiseOptions } from "./core/noise";
import { layerOptions } from "./core/options";

/** Options of `GaussianDropout`. */
export interface GaussianDropoutOptions extends NoiseOptions {
  /** The rate of a dropout that is as strong, 0 to 1. */
  rate: number;
}

/**
 * In training, multiplies by normal noise of mean 1 and variance rate / (1 - rate) (Srivastava et al., 2014).
 *
 * Input and output of any shape.
 *
 * @throws ValueError when the rate is not in [0, 1].
 * @example layers.gaussianDropout({ rate: 0.1 }).apply(K.constant([[1, 2]])) // [[1. 2.]]
 */
export class GaussianDropout extends Noise {
  static override className = "GaussianDropout";
  readonly rate: number;

  constructor(options: GaussianDropoutOptions) {
    const own = layerOptions("GaussianDropout", options, ["rate", "seed"]);
    super(own, "rate", own.rate);
    this.rate = own.rate;
  }

  protected override disturb(x: Tensor, seed: SeedSource): Tensor {
    const stddev = Math.sqrt(this.rate / (1 - this.rate));
    return ops.multiply(x, random.normal(x.dims, { mean: 1, stddev, seed }));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }
}

/** Makes a `GaussianDropout` layer. */
export function gaussianDropout(options: GaussianDropoutOptions): GaussianDropout {
  return new GaussianDropout(options);
}
