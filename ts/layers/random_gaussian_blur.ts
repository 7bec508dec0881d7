import { ValueError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { sizesOf } from "../ops/kinds/window";
import {
  Augmentation,
  type AugmentationOptions,
  augmentationOptions,
  forImages,
  type Transformation,
} from "./core/augmentation";
import { type Bounds, factorOf, rangeOf } from "./core/factors";

/** Options of `RandomGaussianBlur`. */
export interface RandomGaussianBlurOptions extends AugmentationOptions {
  /** Bounds of the probability, which is drawn for each image; one number stands for [0, number]. 1 by default. */
  factor?: number | readonly number[];
  /** [width, height] of the kernel, both odd; 3 by default. */
  kernelSize?: number | readonly number[];
  /** Bounds of the standard deviation in pixels, 0 to 1; one number stands for [0, number]. 1 by default. */
  sigma?: number | readonly number[];
  /** What the result is clipped to; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, blurs some of the images, all by the same kernel; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when a factor is not in [0, 1], or a size is even.
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomGaussianBlur({ kernelSize: 5 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomGaussianBlur extends Augmentation {
  static override className = "RandomGaussianBlur";
  readonly factor: Bounds;
  readonly kernelSize: readonly number[];
  readonly sigma: Bounds;
  readonly valueRange: Bounds;

  constructor(options?: RandomGaussianBlurOptions) {
    const keys = ["factor", "kernelSize", "sigma", "valueRange"];
    const own = augmentationOptions("RandomGaussianBlur", options, keys);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor ?? 1, [0, 1]);
    this.kernelSize = sizesOf(this.name, "kernelSize", own.kernelSize ?? 3, 2);
    if (this.kernelSize.some((size) => size % 2 === 0)) {
      throw new ValueError(this.name, "kernelSize is even", {
        expected: "odd numbers",
        received: { kernelSize: own.kernelSize },
      });
    }
    this.sigma = factorOf(this.name, "sigma", own.sigma ?? 1, [0, 1]);
    this.valueRange = rangeOf(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    return {
      should_apply_blur: this.chosen(images.dims[0]!, this.factor),
      blur_factor: ops.add(this.uniform([2], this.sigma), 1e-6),
    };
  }

  override transformImages(images: Tensor, { should_apply_blur, blur_factor }: Transformation): Tensor {
    const { kernelSize, dataFormat } = this;
    const blurred = ops.image.gaussianBlur(images, { kernelSize, sigma: blur_factor!, dataFormat });
    return ops.clip(ops.where(forImages(should_apply_blur!), blurred, images), ...this.valueRange);
  }

  override getConfig(): Config {
    const { factor, kernelSize, sigma, valueRange, seed } = this;
    return { ...super.getConfig(), factor, kernel_size: kernelSize, sigma, value_range: valueRange, seed };
  }
}

/** Makes a `RandomGaussianBlur` layer. */
export function randomGaussianBlur(options?: RandomGaussianBlurOptions): RandomGaussianBlur {
  return new RandomGaussianBlur(options);
}
