import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { fromPlanes, planesOf, toHsv, toRgb } from "../ops/kinds/colors";
import { imagesOf } from "../ops/kinds/imaging";
import { Augmentation, type AugmentationOptions, augmentationOptions, type Transformation } from "./core/augmentation";
import { type Bounds, factorOf, sortedRange } from "./core/factors";

/** Keras's epsilon, which keeps a factor of 1 finite. */
const EPSILON = 1e-7;

/** Options of `RandomSaturation`. */
export interface RandomSaturationOptions extends AugmentationOptions {
  /** Two bounds, or the largest of both signs: 0 is gray, 0.5 leaves the image alone, 1 is as colourful as can be. */
  factor: number | readonly number[];
  /** What the saturation is clipped to, as in Keras; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, multiplies the saturation of each image by f / (1 - f), f being drawn; else gives its input back. Output float32.
 *
 * Input [batch, height, width, 3] or [height, width, 3], output of the same shape.
 *
 * @throws ValueError when the factor is not in [-1, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomSaturation({ factor: [0.3, 0.7] }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomSaturation extends Augmentation {
  static override className = "RandomSaturation";
  readonly factor: Bounds;
  readonly valueRange: Bounds;

  constructor(options: RandomSaturationOptions) {
    const own = augmentationOptions("RandomSaturation", options, ["factor", "valueRange"]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor, [-1, 1]);
    this.valueRange = sortedRange(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const f = this.uniform([images.dims[0]!], this.factor);
    return { factor: ops.divide(f, ops.add(ops.subtract(1, f), EPSILON)) };
  }

  override transformImages(images: Tensor, { factor }: Transformation): Tensor {
    const found = imagesOf(this.name, images, this.dataFormat);
    const [hue, saturation, value] = toHsv(planesOf(this.name, found));
    const scaled = ops.multiply(saturation, ops.reshape(factor!, [factor!.size, 1, 1]));
    return fromPlanes(toRgb([hue, ops.clip(scaled, ...this.valueRange), value]), found);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange, seed: this.seed };
  }
}

/** Makes a `RandomSaturation` layer. */
export function randomSaturation(options: RandomSaturationOptions): RandomSaturation {
  return new RandomSaturation(options);
}
