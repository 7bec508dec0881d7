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

/** Options of `RandomInvert`. */
export interface RandomInvertOptions extends AugmentationOptions {
  /** Bounds of the probability, which is drawn for each image; one number stands for [0, number]. 1 by default. */
  factor?: number | readonly number[];
  /** The range of values; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, makes negatives of some of the images; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when the factor is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomInvert({ factor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomInvert extends Augmentation {
  static override className = "RandomInvert";
  readonly factor: Bounds;
  readonly valueRange: Bounds;

  constructor(options?: RandomInvertOptions) {
    const own = augmentationOptions("RandomInvert", options, ["factor", "valueRange"]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor ?? 1, [0, 1]);
    this.valueRange = rangeOf(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    return { apply_inversion: this.chosen(images.dims[0]!, this.factor) };
  }

  override transformImages(images: Tensor, { apply_inversion }: Transformation): Tensor {
    return ops.where(forImages(apply_inversion!), ops.subtract(this.valueRange[1], images), images);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange, seed: this.seed };
  }
}

/** Makes a `RandomInvert` layer. */
export function randomInvert(options?: RandomInvertOptions): RandomInvert {
  return new RandomInvert(options);
}
