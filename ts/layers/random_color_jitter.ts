import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { Augmentation, type AugmentationOptions, augmentationOptions, type Transformation } from "./core/augmentation";
import { type Bounds, rangeOf } from "./core/factors";
import { RandomBrightness } from "./random_brightness";
import { RandomContrast } from "./random_contrast";
import { RandomHue } from "./random_hue";
import { RandomSaturation } from "./random_saturation";

/** A factor of one of the changes; without, it is left out. */
type Factor = number | readonly number[] | null;

/** Options of `RandomColorJitter`. */
export interface RandomColorJitterOptions extends AugmentationOptions {
  /** The range of values; [0, 255] by default. */
  valueRange?: readonly number[];
  /** The factor of `RandomBrightness`. */
  brightnessFactor?: Factor;
  /** The factor of `RandomContrast`. */
  contrastFactor?: Factor;
  /** The factor of `RandomSaturation`. */
  saturationFactor?: Factor;
  /** The factor of `RandomHue`. */
  hueFactor?: Factor;
}

/**
 * In training, changes brightness, contrast, saturation and hue of each image, in this order; else gives its input back.
 * Output float32.
 *
 * Input [batch, height, width, 3] or [height, width, 3], output of the same shape.
 *
 * @throws ValueError when a factor is out of range.
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randomColorJitter({ hueFactor: 0.1 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandomColorJitter extends Augmentation {
  static override className = "RandomColorJitter";
  readonly valueRange: Bounds;
  readonly brightnessFactor: Factor;
  readonly contrastFactor: Factor;
  readonly saturationFactor: Factor;
  readonly hueFactor: Factor;
  readonly #parts: readonly Augmentation[];

  constructor(options?: RandomColorJitterOptions) {
    const factors = ["brightnessFactor", "contrastFactor", "saturationFactor", "hueFactor"];
    const own = augmentationOptions("RandomColorJitter", options, ["valueRange", ...factors]);
    super(own);
    this.valueRange = rangeOf(this.name, own.valueRange);
    this.brightnessFactor = own.brightnessFactor ?? null;
    this.contrastFactor = own.contrastFactor ?? null;
    this.saturationFactor = own.saturationFactor ?? null;
    this.hueFactor = own.hueFactor ?? null;
    const parts: readonly [Factor, typeof RandomBrightness | typeof RandomContrast | typeof RandomHue][] = [
      [this.brightnessFactor, RandomBrightness],
      [this.contrastFactor, RandomContrast],
      [this.saturationFactor, RandomSaturation],
      [this.hueFactor, RandomHue],
    ];
    const { valueRange, seed, dataFormat, name } = this;
    this.#parts = parts.flatMap(([factor, Type]) =>
      factor === null ? [] : [new Type({ factor, valueRange, seed, dataFormat, name })],
    );
  }

  /** Each change draws for itself. */
  override getRandomTransformation(): Transformation {
    return {};
  }

  override transformImages(images: Tensor): Tensor {
    return this.#parts.reduce((x, part) => part.transformImages(x, part.getRandomTransformation(x)), images);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      value_range: this.valueRange,
      brightness_factor: this.brightnessFactor,
      contrast_factor: this.contrastFactor,
      saturation_factor: this.saturationFactor,
      hue_factor: this.hueFactor,
      seed: this.seed,
    };
  }
}

/** Makes a `RandomColorJitter` layer. */
export function randomColorJitter(options?: RandomColorJitterOptions): RandomColorJitter {
  return new RandomColorJitter(options);
}
