import type { Tensor } from "../core/tensor";
import { currentTrace } from "../core/trace";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { resize } from "../ops/image/resize";
import { Augmentation, type AugmentationOptions, augmentationOptions, type Transformation } from "./core/augmentation";
import type { CallOptions } from "./core/layer";
import { positive } from "./core/options";

/** Options of `RandomCrop`. */
export interface RandomCropOptions extends AugmentationOptions {
  /** The height of the output. */
  height: number;
  /** The width of the output. */
  width: number;
}

/**
 * In training, a part of the images from a place that is drawn for the whole batch. In inference the images pass as they are, of
 * their own size, as in Keras since 3.8: put nothing behind it that needs the new size. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output in training with the new height and width.
 *
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomCrop({ height: 2, width: 3 }).apply(ops.ones([2, 4, 6, 3]), { training: true }).shape // [ 2, 2, 3, 3 ]
 */
export class RandomCrop extends Augmentation {
  static override className = "RandomCrop";
  readonly height: number;
  readonly width: number;

  constructor(options: RandomCropOptions) {
    const own = augmentationOptions("RandomCrop", options, ["height", "width"]);
    super(own);
    this.height = positive(this.name, "height", own.height);
    this.width = positive(this.name, "width", own.width);
  }

  override call(inputs: Tensor, { training }: CallOptions): Tensor {
    const x = ops.cast(inputs, "float32");
    if (training || currentTrace()?.shapesOnly) return this.augment(x);
    return x;
  }

  /** Where the part begins in images that are too small to draw a place; Keras takes what lies inside. */
  #corner(images: Tensor): readonly [number, number] | undefined {
    const [h, w] = [images.dims[this.rows]!, images.dims[this.rows + 1]!];
    return h > this.height && w > this.width ? undefined : this.middleCorner(h, w);
  }

  /** The corner of the largest part of the new proportions, in the middle. */
  protected middleCorner(h: number, w: number): readonly [number, number] {
    const middle = (size: number, other: number): number =>
      Math.trunc((size - Math.max(Math.min(size, Math.trunc(other)), 1)) / 2);
    return [middle(h, (w * this.height) / this.width), middle(w, (h * this.width) / this.height)];
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const corner = this.#corner(images);
    if (corner) return { h_start: ops.cast(corner[0], "int32"), w_start: ops.cast(corner[1], "int32") };
    // A draw close to 1 may round up to the number of places.
    const place = (count: number): Tensor =>
      ops.minimum(ops.cast(this.uniform([], [0, count]), "int32"), ops.cast(count - 1, "int32"));
    const [h, w] = [images.dims[this.rows]!, images.dims[this.rows + 1]!];
    return { h_start: place(h - this.height + 1), w_start: place(w - this.width + 1) };
  }

  override transformImages(images: Tensor, { h_start, w_start }: Transformation): Tensor {
    const corner = this.#corner(images);
    const part = (x: Tensor, axis: number, size: number, start: Tensor, fixed: number | undefined): Tensor => {
      const count = Math.min(size, x.dims[axis]! - (fixed ?? 0));
      return ops.take(x, ops.add(start, ops.arange(count)), { axis });
    };
    const rows = part(images, this.rows, this.height, h_start!, corner?.[0]);
    const cells = part(rows, this.rows + 1, this.width, w_start!, corner?.[1]);
    return resize(cells, [this.height, this.width], { dataFormat: this.dataFormat });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), height: this.height, width: this.width, seed: this.seed };
  }
}

/** Makes a `RandomCrop` layer. */
export function randomCrop(options: RandomCropOptions): RandomCrop {
  return new RandomCrop(options);
}
