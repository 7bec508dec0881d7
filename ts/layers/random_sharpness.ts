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
import { fromLast, toLast } from "./core/images";

/** Options of `RandomSharpness`. */
export interface RandomSharpnessOptions extends AugmentationOptions {
  /** Two bounds, or the upper one: 0 blurs, 0.5 leaves the image alone, 1 sharpens. */
  factor: number | readonly number[];
  /** What the result is clipped to; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, blurs or sharpens each image by an amount of its own; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when the factor is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomSharpness({ factor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomSharpness extends Augmentation {
  static override className = "RandomSharpness";
  readonly factor: Bounds;
  readonly valueRange: Bounds;

  constructor(options: RandomSharpnessOptions) {
    const own = augmentationOptions("RandomSharpness", options, ["factor", "valueRange"]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor, [0, 1]);
    this.valueRange = sortedRange(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    return { factor: this.uniform([images.dims[0]!], this.factor) };
  }

  override transformImages(images: Tensor, { factor }: Transformation): Tensor {
    const x = toLast(images, this.dataFormat);
    const [rim, middle] = [1 / 13, 5 / 13];
    const kernel = tensorFrom(this.name, [rim, rim, rim, rim, middle, rim, rim, rim, rim], [3, 3, 1, 1]);
    const each = ops.broadcastTo(kernel, [3, 3, x.dims[3]!, 1]);
    const smooth = ops.depthwiseConv(x, each, { padding: "same" });
    const amount = ops.subtract(1, forImages(ops.multiply(factor!, 2)));
    const y = ops.add(x, ops.multiply(amount, ops.subtract(smooth, x)));
    return fromLast(ops.clip(y, ...this.valueRange), this.dataFormat);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor, value_range: this.valueRange, seed: this.seed };
  }
}

/** Makes a `RandomSharpness` layer. */
export function randomSharpness(options: RandomSharpnessOptions): RandomSharpness {
  return new RandomSharpness(options);
}
