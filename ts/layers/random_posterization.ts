import { tensorFrom } from "../core/convert";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import {
  Augmentation,
  type AugmentationOptions,
  augmentationOptions,
  forImages,
  type Transformation,
} from "./core/augmentation";
import { type Bounds, factorOf, sortedRange } from "./core/factors";
import { BYTES, rescaled } from "./core/value_range";

/** Options of `RandomPosterization`. */
export interface RandomPosterizationOptions extends AugmentationOptions {
  /** How many bits of a byte are kept: from the first number up to below the second; one number stands for [1, number]. */
  factor: number | readonly number[];
  /** The range of values; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, leaves few shades of each channel; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when the factor is not in [1, 8].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomPosterization({ factor: 4 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomPosterization extends Augmentation {
  static override className = "RandomPosterization";
  readonly factor: Bounds;
  readonly valueRange: Bounds;

  constructor(options: RandomPosterizationOptions) {
    const own = augmentationOptions("RandomPosterization", options, ["factor", "valueRange"]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor, [1, 8]);
    this.valueRange = sortedRange(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const kept = ops.cast(this.uniform([images.dims[0]!], this.factor), "int32");
    // A draw close to the upper bound may round up to it.
    const [low, high] = this.factor;
    return { shift_factor: ops.subtract(8, high > low ? ops.minimum(kept, Math.ceil(high) - 1) : kept) };
  }

  override transformImages(images: Tensor, { shift_factor }: Transformation): Tensor {
    const steps = tensorFrom(this.name, [1, 2, 4, 8, 16, 32, 64, 128, 256]);
    const step = forImages(ops.take(steps, ops.cast(shift_factor!, "int32")));
    const bytes = ops.clip(rescaled(images, this.valueRange, BYTES), ...BYTES);
    const y = ops.multiply(ops.floor(ops.divide(ops.floor(bytes), step)), step);
    return rescaled(y, BYTES, this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange, seed: this.seed };
  }
}

/** Makes a `RandomPosterization` layer. */
export function randomPosterization(options: RandomPosterizationOptions): RandomPosterization {
  return new RandomPosterization(options);
}
