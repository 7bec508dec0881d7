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

/** Options of `RandomColorDegeneration`. */
export interface RandomColorDegenerationOptions extends AugmentationOptions {
  /** Two bounds, or the largest of both signs: 0 leaves the image alone, 1 makes it gray, what is negative adds colour. */
  factor: number | readonly number[];
  /** What the result is clipped to; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, blends each image with its shades of gray; else gives its input back. Output float32.
 *
 * Input [batch, height, width, 3] or [height, width, 3], output of the same shape.
 *
 * @throws ValueError when the factor is not in [-1, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomColorDegeneration({ factor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomColorDegeneration extends Augmentation {
  static override className = "RandomColorDegeneration";
  readonly factor: Bounds;
  readonly valueRange: Bounds;

  constructor(options: RandomColorDegenerationOptions) {
    const own = augmentationOptions("RandomColorDegeneration", options, ["factor", "valueRange"]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor, [-1, 1]);
    this.valueRange = sortedRange(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    return { factor: forImages(this.uniform([images.dims[0]!], this.factor)) };
  }

  override transformImages(images: Tensor, { factor }: Transformation): Tensor {
    const gray = ops.image.rgbToGrayscale(images, { dataFormat: this.dataFormat });
    const y = ops.add(images, ops.multiply(factor!, ops.subtract(gray, images)));
    return ops.clip(y, ...this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange, seed: this.seed };
  }
}

/** Makes a `RandomColorDegeneration` layer. */
export function randomColorDegeneration(options: RandomColorDegenerationOptions): RandomColorDegeneration {
  return new RandomColorDegeneration(options);
}
