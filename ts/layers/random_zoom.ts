import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { augmentationOptions, type Transformation } from "./core/augmentation";
import { type Bounds, boundsOf } from "./core/factors";
import { WARPING_KEYS, Warping, type WarpingOptions } from "./core/warping";

/** Options of `RandomZoom`. */
export interface RandomZoomOptions extends WarpingOptions {
  /** The largest change of height both ways, or two: negative numbers show less of the image, larger. */
  heightFactor: number | readonly number[];
  /** The same for the width; without, each image keeps its proportions. */
  widthFactor?: number | readonly number[] | null;
}

/**
 * In training, enlarges or shrinks each image about its middle; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when a factor is not in (-1, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomZoom({ heightFactor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomZoom extends Warping {
  static override className = "RandomZoom";
  readonly heightFactor: number | readonly number[];
  readonly widthFactor: number | readonly number[] | null;
  readonly #height: Bounds;
  readonly #width: Bounds | undefined;

  constructor(options: RandomZoomOptions) {
    const keys = ["heightFactor", "widthFactor", ...WARPING_KEYS];
    const own = augmentationOptions("RandomZoom", options, keys);
    super(own);
    this.heightFactor = own.heightFactor;
    this.widthFactor = own.widthFactor ?? null;
    this.#height = this.#bounds("heightFactor", this.heightFactor);
    if (this.widthFactor !== null) this.#width = this.#bounds("widthFactor", this.widthFactor);
  }

  #bounds(option: string, value: unknown): Bounds {
    const legal = (f: number): boolean => f > -1 && f <= 1;
    const from = (f: number): Bounds => [-Math.abs(f), Math.abs(f)];
    const [low, high] = boundsOf(this.name, option, value, { legal, expected: "in (-1, 1]", from });
    return [1 + low, 1 + high];
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const shape = [images.dims[0]!, 1];
    const height = this.uniform(shape, this.#height);
    return { height_zoom: height, width_zoom: this.#width ? this.uniform(shape, this.#width) : height };
  }

  override transformImages(images: Tensor, { height_zoom, width_zoom }: Transformation): Tensor {
    const [height, width] = this.sizesOf(images);
    const right = ops.multiply((width - 1) / 2, ops.subtract(1, width_zoom!));
    const down = ops.multiply((height - 1) / 2, ops.subtract(1, height_zoom!));
    return this.warp(images, [width_zoom!, 0, right, 0, height_zoom!, down]);
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

/** Makes a `RandomZoom` layer. */
export function randomZoom(options: RandomZoomOptions): RandomZoom {
  return new RandomZoom(options);
}
