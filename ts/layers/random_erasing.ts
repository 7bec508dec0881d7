import { tensorFrom } from "../core/convert";
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
import { type Bounds, factorOf, rangeOf } from "./core/factors";

/** Options of `RandomErasing`. */
export interface RandomErasingOptions extends AugmentationOptions {
  /** Bounds of the probability, which is drawn for each image; one number stands for [0, number]. 1 by default. */
  factor?: number | readonly number[];
  /** Bounds of the part of the image that goes, if it were as wide as high; [0.02, 0.33] by default. */
  scale?: number | readonly number[];
  /** What stands there then: a number, or one for each of three channels; noise by default. */
  fillValue?: number | readonly number[] | null;
  /** What that is clipped to; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, covers a rectangle in some of the images; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when factor or scale is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomErasing({ fillValue: 0 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomErasing extends Augmentation {
  static override className = "RandomErasing";
  readonly factor: Bounds;
  readonly scale: Bounds;
  readonly fillValue: number | readonly number[] | null;
  readonly valueRange: Bounds;

  constructor(options?: RandomErasingOptions) {
    const keys = ["factor", "scale", "fillValue", "valueRange"];
    const own = augmentationOptions("RandomErasing", options, keys);
    super(own);
    this.factor = factorOf(this.name, "factor", own.factor ?? 1, [0, 1]);
    this.scale = factorOf(this.name, "scale", own.scale ?? [0.02, 0.33], [0, 1]);
    this.fillValue = own.fillValue ?? null;
    const fill: readonly unknown[] = [this.fillValue ?? 0].flat();
    if (!fill.every((v) => typeof v === "number") || (Array.isArray(this.fillValue) && fill.length !== 3)) {
      throw new ValueError(this.name, "fillValue does not fit", {
        expected: "a number, or three",
        received: { fillValue: own.fillValue },
      });
    }
    this.valueRange = rangeOf(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    const count = images.dims[0]!;
    const sides = ops.sqrt(this.uniform([count, 2], this.scale));
    const [width, height] = ops.unstack(sides, { axis: 1 }) as [Tensor, Tensor];
    const columns = this.#line(images, this.rows + 1, width);
    const rows = this.#line(images, this.rows, height);
    const apply_erasing = this.chosen(count, this.factor);
    return { apply_erasing, batch_masks: ops.logicalAnd(rows, columns), fill_value: this.#fill(images) };
  }

  /** Which cells along an axis lie in a piece of random place, its length given as parts of the axis. */
  #line(images: Tensor, axis: number, part: Tensor): Tensor {
    const size = images.dims[axis]!;
    const length = forImages(ops.multiply(part, size));
    const start = ops.multiply(forImages(this.uniform([part.size])), ops.subtract(size, length));
    const shape = images.dims.map((_, i) => (i === axis ? size : 1));
    const at = ops.reshape(ops.arange(0, size, 1, { dtype: "float32" }), shape);
    return ops.logicalAnd(ops.greaterEqual(at, start), ops.less(at, ops.add(start, length)));
  }

  #fill(images: Tensor): Tensor {
    const { fillValue, valueRange } = this;
    if (fillValue === null) return ops.clip(ops.multiply(this.normal(images.dims), valueRange[1]), ...valueRange);
    const shape = images.dims.map((_, i) => (i === this.channels && Array.isArray(fillValue) ? 3 : 1));
    return ops.clip(tensorFrom(this.name, [fillValue].flat() as number[], shape), ...valueRange);
  }

  override transformImages(images: Tensor, { apply_erasing, batch_masks, fill_value }: Transformation): Tensor {
    return ops.where(ops.logicalAnd(forImages(apply_erasing!), batch_masks!), fill_value!, images);
  }

  override getConfig(): Config {
    const { factor, scale, fillValue, valueRange, seed } = this;
    return { ...super.getConfig(), factor, scale, fill_value: fillValue, value_range: valueRange, seed };
  }
}

/** Makes a `RandomErasing` layer. */
export function randomErasing(options?: RandomErasingOptions): RandomErasing {
  return new RandomErasing(options);
}
