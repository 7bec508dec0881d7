/** What layers share that turn, shift and scale images in training. */
import { Tensor } from "../../core/tensor";
import type { Config } from "../../nn/core/serialize";
import * as ops from "../../ops/gen/public";
import { INTERPOLATIONS, oneOf } from "../../ops/kinds/imaging";
import { Augmentation, type AugmentationOptions } from "./augmentation";

/** Options of all of them. */
export interface WarpingOptions extends AugmentationOptions {
  /** What stands outside: "reflect" (the default), "wrap", "constant" or "nearest". */
  fillMode?: string;
  /** "bilinear" (the default) or "nearest". */
  interpolation?: string;
  /** The value outside, with fillMode "constant"; 0 by default. */
  fillValue?: number;
}

/** The keys of `WarpingOptions`. */
export const WARPING_KEYS: readonly string[] = ["fillMode", "interpolation", "fillValue"];

/** A layer that takes values from other places of the image. */
export abstract class Warping extends Augmentation {
  readonly fillMode: string;
  readonly interpolation: string;
  readonly fillValue: number;

  constructor(own: WarpingOptions) {
    super(own);
    const { fillMode = "reflect", interpolation = "bilinear", fillValue = 0 } = own;
    this.fillMode = oneOf(this.name, "fillMode", fillMode, ["reflect", "wrap", "constant", "nearest"]);
    this.interpolation = oneOf(this.name, "interpolation", interpolation, INTERPOLATIONS);
    this.fillValue = fillValue;
  }

  /** Images read where the first six numbers of maps take each place. */
  protected warp(images: Tensor, numbers: readonly (Tensor | number)[]): Tensor {
    const { fillMode, interpolation, fillValue, dataFormat } = this;
    const maps = mapsOf(images.dims[0]!, [...numbers, 0, 0]);
    return ops.image.affineTransform(images, maps, { fillMode, interpolation, fillValue, dataFormat });
  }

  /** Height and width of a batch. */
  protected sizesOf(images: Tensor): [number, number] {
    return [images.dims[this.rows]!, images.dims[this.rows + 1]!];
  }

  /** The options' part of the config. */
  protected fillConfig(): Config {
    return { fill_mode: this.fillMode, fill_value: this.fillValue, interpolation: this.interpolation };
  }
}

/** Maps [count, 8] from their numbers: one for all images, or a tensor with one for each. */
export function mapsOf(count: number, numbers: readonly (Tensor | number)[]): Tensor {
  const columns = numbers.map((x) => (x instanceof Tensor ? ops.reshape(x, [count]) : ops.full([count], x)));
  return ops.stack(columns, { axis: 1 });
}
