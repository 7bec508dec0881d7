import { tensorFrom } from "../core/convert";
import { ValueError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { INTERPOLATIONS, oneOf } from "../ops/kinds/imaging";
import {
  Augmentation,
  type AugmentationOptions,
  augmentationOptions,
  forImages,
  type Transformation,
} from "./core/augmentation";
import { type Bounds, factorOf } from "./core/factors";

/** Options of `RandomPerspective`. */
export interface RandomPerspectiveOptions extends AugmentationOptions {
  /** Bounds of the probability, which is drawn for each image; one number stands for [0, number]. 1 by default. */
  factor?: number | readonly number[];
  /** How far the corners move: 1, the default, is half a side each way. */
  scale?: number;
  /** "bilinear" (the default) or "nearest". */
  interpolation?: string;
  /** The value outside; 0 by default. */
  fillValue?: number;
}

/**
 * In training, shows some of the images as if from another place; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when factor or scale is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomPerspective({ scale: 0.3 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomPerspective extends Augmentation {
  static override className = "RandomPerspective";
  readonly factor: Bounds;
  readonly scale: number;
  readonly interpolation: string;
  readonly fillValue: number;

  constructor(options?: RandomPerspectiveOptions) {
    const keys = ["factor", "scale", "interpolation", "fillValue"];
    const own = augmentationOptions("RandomPerspective", options, keys);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor ?? 1, [0, 1]);
    this.scale = own.scale ?? 1;
    this.fillValue = own.fillValue ?? 0;
    this.interpolation = oneOf(this.name, "interpolation", own.interpolation ?? "bilinear", INTERPOLATIONS);
    if (typeof this.scale !== "number" || !(this.scale >= 0 && this.scale <= 1)) {
      throw new ValueError(this.name, "the scale is out of range", {
        expected: "0 to 1",
        received: { scale: own.scale },
      });
    }
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const count = images.dims[0]!;
    const apply_perspective = this.chosen(count, this.factor);
    const moves = this.uniform([count, 4, 2], [-0.5 * this.scale, 0.5 * this.scale]);
    const [bottom, right] = [images.dims[this.rows]! - 1, images.dims[this.rows + 1]! - 1];
    const corners = tensorFrom(this.name, [0, 0, right, 0, 0, bottom, right, bottom], [1, 4, 2], "float32");
    const start_points = ops.broadcastTo(corners, [count, 4, 2]);
    return { apply_perspective, start_points, end_points: ops.add(start_points, ops.multiply(start_points, moves)) };
  }

  override transformImages(images: Tensor, { apply_perspective, start_points, end_points }: Transformation): Tensor {
    const { interpolation, fillValue, dataFormat } = this;
    const options = { interpolation, fillValue, dataFormat };
    const moved = ops.image.perspectiveTransform(images, start_points!, end_points!, options);
    return ops.where(forImages(apply_perspective!), moved, images);
  }

  override getConfig(): Config {
    const { factor, scale, interpolation, fillValue, seed } = this;
    return { ...super.getConfig(), factor, scale, interpolation, fill_value: fillValue, seed };
  }
}

/** Makes a `RandomPerspective` layer. */
export function randomPerspective(options?: RandomPerspectiveOptions): RandomPerspective {
  return new RandomPerspective(options);
}
