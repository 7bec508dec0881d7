import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { oneOf } from "../ops/kinds/imaging";
import { Augmentation, type AugmentationOptions, augmentationOptions, type Transformation } from "./core/augmentation";
import { mapsOf } from "./core/warping";

const MODES = ["horizontal", "vertical", "horizontal_and_vertical"] as const;

/** Options of `RandomFlip`. */
export interface RandomFlipOptions extends AugmentationOptions {
  /** "horizontal", "vertical" or "horizontal_and_vertical" (the default), which turns an image half round. */
  mode?: string;
}

/**
 * In training, turns about half of the images over; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomFlip({ mode: "horizontal" }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomFlip extends Augmentation {
  static override className = "RandomFlip";
  readonly mode: string;

  constructor(options?: RandomFlipOptions) {
    const own = augmentationOptions("RandomFlip", options, ["mode"]);
    super(own);
    this.mode = oneOf(this.name, "mode", own.mode ?? "horizontal_and_vertical", MODES);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    return { flips: ops.lessEqual(this.uniform([images.dims[0]!, 1, 1, 1]), 0.5) };
  }

  override transformImages(images: Tensor, { flips }: Transformation): Tensor {
    const turned = ops.cast(flips!, "float32");
    // The places of one axis read from the other end: i becomes size - 1 - i.
    const along = (name: string, size: number): readonly [Tensor | number, Tensor | number] =>
      this.mode.includes(name) ? [ops.subtract(1, ops.multiply(2, turned)), ops.multiply(turned, size - 1)] : [1, 0];
    const [right, left] = along("horizontal", images.dims[this.rows + 1]!);
    const [down, up] = along("vertical", images.dims[this.rows]!);
    const maps = mapsOf(images.dims[0]!, [right, 0, left, 0, down, up, 0, 0]);
    return ops.image.affineTransform(images, maps, { interpolation: "nearest", dataFormat: this.dataFormat });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), seed: this.seed, mode: this.mode };
  }
}

/** Makes a `RandomFlip` layer. */
export function randomFlip(options?: RandomFlipOptions): RandomFlip {
  return new RandomFlip(options);
}
