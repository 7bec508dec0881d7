import * as random from "../backend/random";
import type { SeedSource } from "../backend/seeds";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { Noise, type NoiseOptions } from "./core/noise";
import { layerOptions } from "./core/options";

/** The least value of `selu`: minus its alpha times its scale. */
const LEAST = -1.6732632423543772 * 1.0507009873554805;

/** Options of `AlphaDropout`. */
export interface AlphaDropoutOptions extends NoiseOptions {
  /** The part of the inputs that is dropped, 0 to 1. */
  rate: number;
  /** The shape of the mask, 1 along axes that share it, null for the input's size. */
  noiseShape?: Shape | null;
}

/**
 * In training, drops inputs to the least value of `selu` and keeps mean and variance (Klambauer et al., 2017).
 *
 * Input and output of any shape.
 *
 * @throws ValueError when the rate is not in [0, 1].
 * @example layers.alphaDropout({ rate: 0.1 }).apply(K.constant([[1, 2]])) // [[1. 2.]]
 */
export class AlphaDropout extends Noise {
  static override className = "AlphaDropout";
  readonly rate: number;
  readonly noiseShape: Shape | null;

  constructor(options: AlphaDropoutOptions) {
    const own = layerOptions("AlphaDropout", options, ["rate", "seed", "noiseShape"]);
    super(own, "rate", own.rate);
    this.rate = own.rate;
    this.noiseShape = own.noiseShape ?? null;
  }

  protected override disturb(x: Tensor, seed: SeedSource): Tensor {
    const { rate } = this;
    const shape = (this.noiseShape ?? x.dims).map((d, i) => d ?? x.dims[i]!);
    const kept = ops.cast(ops.greaterEqual(random.uniform(shape, { seed }), rate), "float32");
    const a = ((1 - rate) * (1 + rate * LEAST ** 2)) ** -0.5;
    const b = -a * LEAST * rate;
    const dropped = ops.add(ops.multiply(x, kept), ops.multiply(LEAST, ops.subtract(1, kept)));
    return ops.add(ops.multiply(a, dropped), b);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed, noise_shape: this.noiseShape };
  }
}

/** Makes a `AlphaDropout` layer. */
export function alphaDropout(options: AlphaDropoutOptions): AlphaDropout {
  return new AlphaDropout(options);
}
