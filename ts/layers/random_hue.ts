import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { fromPlanes, planesOf, toHsv, toRgb } from "../ops/kinds/colors";
import { imagesOf } from "../ops/kinds/imaging";
import { Augmentation, type AugmentationOptions, augmentationOptions, type Transformation } from "./core/augmentation";
import { type Bounds, factorOf, rangeOf } from "./core/factors";
import { rescaled } from "./core/value_range";

/** Options of `RandomHue`. */
export interface RandomHueOptions extends AugmentationOptions {
  /** The largest change both ways, or the smallest and the largest: 1 is half the circle of hues. */
  factor: number | readonly number[];
  /** The range of values; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, turns the hues of each image by an amount of its own; else gives its input back. Output float32.
 *
 * Input [batch, height, width, 3] or [height, width, 3], output of the same shape.
 *
 * @throws ValueError when the factor is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomHue({ factor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomHue extends Augmentation {
  static override className = "RandomHue";
  readonly factor: Bounds;
  readonly valueRange: Bounds;

  constructor(options: RandomHueOptions) {
    const own = augmentationOptions("RandomHue", options, ["factor", "valueRange"]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor, [0, 1]);
    this.valueRange = rangeOf(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const count = images.dims[0]!;
    const sign = ops.where(ops.greater(this.uniform([count]), 0.5), -1, 1);
    return { factor: ops.multiply(ops.multiply(sign, this.uniform([count], this.factor)), 0.5) };
  }

  override transformImages(images: Tensor, { factor }: Transformation): Tensor {
    const x = rescaled(images, this.valueRange, [0, 1]);
    const found = imagesOf(this.name, x, this.dataFormat);
    const [hue, saturation, value] = toHsv(planesOf(this.name, found));
    const turned = ops.add(hue, ops.reshape(factor!, [factor!.size, 1, 1]));
    const below = ops.where(ops.greater(turned, 1), ops.subtract(turned, 1), turned);
    const inside = ops.where(ops.less(below, 0), ops.add(below, 1), below);
    const y = ops.clip(fromPlanes(toRgb([inside, saturation, value]), found), 0, 1);
    return rescaled(y, [0, 1], this.valueRange);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange, seed: this.seed };
  }
}

/** Makes a `RandomHue` layer. */
export function randomHue(options: RandomHueOptions): RandomHue {
  return new RandomHue(options);
}
