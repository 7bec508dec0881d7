import * as random from "../backend/random";
import type { SeedSource } from "../backend/seeds";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { Noise, type NoiseOptions } from "./core/noise";
import { layerOptions } from "./core/options";

/** Options of `GaussianNoise`. */
export interface GaussianNoiseOptions extends NoiseOptions {
  /** The standard deviation of the noise. */
  stddev: number;
}

/**
 * In training, adds normal noise of mean 0.
 *
 * Input and output of any shape.
 *
 * @throws ValueError when the stddev is not in [0, 1].
 * @example layers.gaussianNoise({ stddev: 0.1 }).apply(K.constant([[1, 2]])) // [[1. 2.]]
 */
export class GaussianNoise extends Noise {
  static override className = "GaussianNoise";
  readonly stddev: number;

  constructor(options: GaussianNoiseOptions) {
    const own = layerOptions("GaussianNoise", options, ["stddev", "seed"]);
    super(own, "stddev", own.stddev);
    this.stddev = own.stddev;
  }

  protected override disturb(x: Tensor, seed: SeedSource): Tensor {
    return ops.add(x, random.normal(x.dims, { stddev: this.stddev, seed }));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), stddev: this.stddev, seed: this.seed };
  }
}

/** Makes a `GaussianNoise` layer. */
export function gaussianNoise(options: GaussianNoiseOptions): GaussianNoise {
  return new GaussianNoise(options);
}
