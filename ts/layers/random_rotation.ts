import type { Tensor } from "../core/tensor";
import { type Config, optionsFrom } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { augmentationOptions, type Transformation } from "./core/augmentation";
import { type Bounds, factorOf } from "./core/factors";
import { WARPING_KEYS, Warping, type WarpingOptions } from "./core/warping";

/** Options of `RandomRotation`. */
export interface RandomRotationOptions extends WarpingOptions {
  /** The largest angle both ways, or two angles: 1 is a full turn, counter-clockwise. */
  factor: number | readonly number[];
}

/**
 * In training, turns each image about its middle by an angle of its own; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when the factor is not in [-1, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomRotation({ factor: 0.1 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomRotation extends Warping {
  static override className = "RandomRotation";
  readonly factor: Bounds;

  constructor(options: RandomRotationOptions) {
    const own = augmentationOptions("RandomRotation", options, ["factor", ...WARPING_KEYS]);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor, [-1, 1]);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    return { angle: this.uniform([images.dims[0]!], [this.factor[0] * 360, this.factor[1] * 360]) };
  }

  override transformImages(images: Tensor, { angle }: Transformation): Tensor {
    const [height, width] = this.sizesOf(images);
    const [x, y] = [(width - 1) / 2, (height - 1) / 2];
    const radians = ops.multiply(angle!, Math.PI / 180);
    const [cos, sin] = [ops.cos(radians), ops.sin(radians)];
    // The middle stays where it is.
    const right = ops.subtract(ops.subtract(x, ops.multiply(cos, x)), ops.multiply(ops.negative(sin), y));
    const down = ops.subtract(ops.subtract(y, ops.multiply(sin, x)), ops.multiply(cos, y));
    return this.warp(images, [cos, ops.negative(sin), right, sin, cos, down]);
  }

  override getConfig(): Config {
    const { factor, seed } = this;
    return { ...super.getConfig(), factor, ...this.fillConfig(), seed };
  }

  /** A layer from Keras's config; that of Keras 3.0 to 3.5 has a range of values, which it did not use. */
  static fromConfig({ value_range: _, ...config }: Config): RandomRotation {
    return new this(optionsFrom(config) as unknown as RandomRotationOptions);
  }
}

/** Makes a `RandomRotation` layer. */
export function randomRotation(options: RandomRotationOptions): RandomRotation {
  return new RandomRotation(options);
}
