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
import { type Bounds, boundsOf, sortedRange } from "./core/factors";
import { BYTES, rescaled } from "./core/value_range";

/** Options of `Solarization`. */
export interface SolarizationOptions extends AugmentationOptions {
  /** What is added, as a part of the range: two bounds, or the upper one; 0 by default. */
  additionFactor?: number | readonly number[];
  /** From where on values are inverted, as a part of the range: two bounds, or the upper one; 0 by default. */
  thresholdFactor?: number | readonly number[];
  /** The range of values; [0, 255] by default. */
  valueRange?: readonly number[];
}

/**
 * In training, makes each image brighter and inverts what is above a threshold; else gives its input back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ValueError when a factor is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.solarization({ thresholdFactor: 0.5 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class Solarization extends Augmentation {
  static override className = "Solarization";
  readonly additionFactor: Bounds;
  readonly thresholdFactor: Bounds;
  readonly valueRange: Bounds;

  constructor(options?: SolarizationOptions) {
    const keys = ["additionFactor", "thresholdFactor", "valueRange"];
    const own = augmentationOptions("Solarization", options, keys);
    super(own);
    const legal = (f: number): boolean => f >= 0 && f <= 1;
    const rule = { legal, expected: "in [0, 1]", from: (f: number): Bounds => [0, f] };
    this.additionFactor = boundsOf(this.name, "additionFactor", own.additionFactor ?? 0, rule);
    this.thresholdFactor = boundsOf(this.name, "thresholdFactor", own.thresholdFactor ?? 0, rule);
    this.valueRange = sortedRange(this.name, own.valueRange);
  }

  override getRandomTransformation(images: Tensor): Transformation {
    // Only the upper bound is scaled, as in Keras.
    const draw = ([low, high]: Bounds): Tensor => forImages(this.uniform([images.dims[0]!], [low, high * 255]));
    return { additions: draw(this.additionFactor), thresholds: draw(this.thresholdFactor) };
  }

  override transformImages(images: Tensor, { additions, thresholds }: Transformation): Tensor {
    const x = ops.clip(ops.add(rescaled(images, this.valueRange, BYTES), additions!), ...BYTES);
    const y = ops.where(ops.less(x, thresholds!), x, ops.subtract(255, x));
    return rescaled(y, BYTES, this.valueRange);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      value_range: this.valueRange,
      addition_factor: this.additionFactor,
      threshold_factor: this.thresholdFactor,
      seed: this.seed,
    };
  }
}

/** Makes a `Solarization` layer. */
export function solarization(options?: SolarizationOptions): Solarization {
  return new Solarization(options);
}
