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
import { type Bounds, factorOf, rangeOf } from "./core/factors";

/** Options of `RandomContrast`. */
export interface RandomContrastOptions extends AugmentationOptions {
  /** Differences from the mean are multiplied by 1 to 1 + factor; of two numbers by 1 - first to 1 + second. */
  factor: number | readonly number[];
  /** What the result is clipped to; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, moves the values of each channel of an image away from their mean; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when the factor is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomContrast({ factor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomContrast extends Augmentation {
  static override className = "RandomContrast";
  readonly factor: Bounds;
  readonly valueRange: Bounds;

  constructor(options: RandomContrastOptions) {
    const own = augmentationOptions("RandomContrast", options, ["factor", "valueRange"]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor, [0, 1]);
    this.valueRange = rangeOf(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const factor = this.uniform([images.dims[0]!], [1 - this.factor[0], 1 + this.factor[1]]);
    return { contrast_factor: forImages(factor) };
  }

  override transformImages(images: Tensor, { contrast_factor }: Transformation): Tensor {
    const mean = ops.mean(images, { axis: [this.rows, this.rows + 1], keepdims: true });
    const y = ops.add(ops.multiply(ops.subtract(images, mean), contrast_factor!), mean);
    return ops.clip(y, ...this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange, seed: this.seed };
  }
}

/** Makes a `RandomContrast` layer. */
export function randomContrast(options: RandomContrastOptions): RandomContrast {
  return new RandomContrast(options);
}
