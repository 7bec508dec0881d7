import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { augmentationOptions, type Transformation } from "./core/augmentation";
import { type Bounds, boundsOf } from "./core/factors";
import { WARPING_KEYS, Warping, type WarpingOptions } from "./core/warping";

/** Options of `RandomTranslation`. */
export interface RandomTranslationOptions extends WarpingOptions {
  /** The largest shift up and down, or two, as parts of the height; positive numbers go down. */
  heightFactor: number | readonly number[];
  /** The same to the sides; positive numbers go to the right. */
  widthFactor: number | readonly number[];
}

/**
 * In training, shifts each image by a distance of its own; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when a factor is not in [-1, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomTranslation({ heightFactor: 0.2, widthFactor: 0 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomTranslation extends Warping {
  static override className = "RandomTranslation";
  readonly heightFactor: number | readonly number[];
  readonly widthFactor: number | readonly number[];
  readonly #height: Bounds;
  readonly #width: Bounds;

  constructor(options: RandomTranslationOptions) {
    const keys = ["heightFactor", "widthFactor", ...WARPING_KEYS];
    const own = augmentationOptions("RandomTranslation", options, keys);
    super(own);
    this.heightFactor = own.heightFactor;
    this.widthFactor = own.widthFactor;
    const legal = (f: number): boolean => f >= -1 && f <= 1;
    const from = (f: number): Bounds => [-Math.abs(f), Math.abs(f)];
    const rule = { legal, expected: "in [-1, 1]", from };
    this.#height = boundsOf(this.name, "heightFactor", own.heightFactor, rule);
    this.#width = boundsOf(this.name, "widthFactor", own.widthFactor, rule);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const [height, width] = this.sizesOf(images);
    const shape = [images.dims[0]!, 1];
    const down = ops.multiply(this.uniform(shape, this.#height), height);
    const right = ops.multiply(this.uniform(shape, this.#width), width);
    return { translations: ops.concatenate([right, down], { axis: 1 }) };
  }

  override transformImages(images: Tensor, { translations }: Transformation): Tensor {
    const [right, down] = ops.unstack(ops.negative(translations!), { axis: 1 }) as [Tensor, Tensor];
    return this.warp(images, [1, 0, right, 0, 1, down]);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      height_factor: this.heightFactor,
      width_factor: this.widthFactor,
      fill_mode: this.fillMode,
      interpolation: this.interpolation,
      seed: this.seed,
      fill_value: this.fillValue,
    };
  }
}

/** Makes a `RandomTranslation` layer. */
export function randomTranslation(options: RandomTranslationOptions): RandomTranslation {
  return new RandomTranslation(options);
}
