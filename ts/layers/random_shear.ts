import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { augmentationOptions, type Transformation } from "./core/augmentation";
import { type Bounds, boundsOf } from "./core/factors";
import { WARPING_KEYS, Warping, type WarpingOptions } from "./core/warping";

/** Options of `RandomShear`. */
export interface RandomShearOptions extends WarpingOptions {
  /** How far rows slide, in columns for each row: the most both ways, or two numbers; 0 by default. */
  xFactor?: number | readonly number[];
  /** The same for columns. */
  yFactor?: number | readonly number[];
}

/**
 * In training, slants each image by an amount of its own; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when a factor is not in [0, 1]; two numbers may be negative, as Keras writes them into configs.
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomShear({ xFactor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomShear extends Warping {
  static override className = "RandomShear";
  readonly xFactor: Bounds;
  readonly yFactor: Bounds;

  constructor(options?: RandomShearOptions) {
    const own = augmentationOptions("RandomShear", options, ["xFactor", "yFactor", ...WARPING_KEYS]);
    super(own);
    this.xFactor = this.#bounds("xFactor", own.xFactor ?? 0);
    this.yFactor = this.#bounds("yFactor", own.yFactor ?? 0);
  }

  #bounds(option: string, value: unknown): Bounds {
    const lowest = Array.isArray(value) ? -1 : 0;
    const legal = (f: number): boolean => f >= lowest && f <= 1;
    return boundsOf(this.name, option, value, { legal, expected: "in [0, 1]", from: (f) => [-f, f] });
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const shape = [images.dims[0]!, 1];
    const sign = ops.where(ops.greater(this.uniform(shape), 0.5), -1, 1);
    const y = this.uniform(shape, this.yFactor);
    const x = this.uniform(shape, this.xFactor);
    return { shear_factor: ops.multiply(ops.concatenate([x, y], { axis: 1 }), sign) };
  }

  override transformImages(images: Tensor, { shear_factor }: Transformation): Tensor {
    const [x, y] = ops.unstack(shear_factor!, { axis: 1 }) as [Tensor, Tensor];
    return this.warp(images, [1, x, 0, y, 1, 0]);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      x_factor: this.xFactor,
      y_factor: this.yFactor,
      fill_mode: this.fillMode,
      interpolation: this.interpolation,
      seed: this.seed,
      fill_value: this.fillValue,
    };
  }
}

/** Makes a `RandomShear` layer. */
export function randomShear(options?: RandomShearOptions): RandomShear {
  return new RandomShear(options);
}
