import { ValueError } from "../core/errors";
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

/** Options of `RandomGrayscale`. */
export interface RandomGrayscaleOptions extends AugmentationOptions {
  /** The part of the images that loses its colours; 0.5 by default. */
  factor?: number;
}

/**
 * In training, turns some of the images gray, with as many channels as before; else gives its input back. Output float32.
 *
 * Input [batch, height, width, 3] or [height, width, 3], output of the same shape.
 *
 * @throws ValueError when the factor is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomGrayscale({ factor: 0.2 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomGrayscale extends Augmentation {
  static override className = "RandomGrayscale";
  readonly factor: number;

  constructor(options?: RandomGrayscaleOptions) {
    const own = augmentationOptions("RandomGrayscale", options, ["factor"]);
    super(own);
    this.factor = own.factor ?? 0.5;
    if (typeof this.factor !== "number" || !(this.factor >= 0 && this.factor <= 1)) {
      throw new ValueError(this.name, "the factor is out of range", {
        expected: "0 to 1",
        received: { factor: own.factor },
      });
    }
  }

  override getRandomTransformation(images: Tensor): Transformation {
    return { should_apply: forImages(ops.less(this.uniform([images.dims[0]!]), this.factor)) };
  }

  override transformImages(images: Tensor, { should_apply }: Transformation): Tensor {
    const gray = ops.image.rgbToGrayscale(images, { dataFormat: this.dataFormat });
    return ops.where(should_apply!, gray, images);
  }

  /** Keras leaves out the seed. */
  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor };
  }
}

/** Makes a `RandomGrayscale` layer. */
export function randomGrayscale(options?: RandomGrayscaleOptions): RandomGrayscale {
  return new RandomGrayscale(options);
}
