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

/** Options of `RandomBrightness`. */
export interface RandomBrightnessOptions extends AugmentationOptions {
  /** The largest change both ways, or two, as parts of the range of values. */
  factor: number | readonly number[];
  /** What the result is clipped to; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, adds a number to each image; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when the factor is not in [-1, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomBrightness({ factor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomBrightness extends Augmentation {
  static override className = "RandomBrightness";
  readonly factor: Bounds;
  readonly valueRange: Bounds;

  constructor(options: RandomBrightnessOptions) {
    const own = augmentationOptions("RandomBrightness", options, ["factor", "valueRange"]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor, [-1, 1]);
    this.valueRange = sortedRange(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const delta = this.uniform([images.dims[0]!], this.factor);
    return { rgb_delta: forImages(ops.multiply(delta, this.valueRange[1] - this.valueRange[0])) };
  }

  override transformImages(images: Tensor, { rgb_delta }: Transformation): Tensor {
    return ops.clip(ops.add(images, rgb_delta!), ...this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange, seed: this.seed };
  }
}

/** Makes a `RandomBrightness` layer. */
export function randomBrightness(options: RandomBrightnessOptions): RandomBrightness {
  return new RandomBrightness(options);
}
