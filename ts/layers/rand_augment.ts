import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { INTERPOLATIONS, oneOf } from "../ops/kinds/imaging";
import { AutoContrast } from "./auto_contrast";
import { Augmentation, type AugmentationOptions, augmentationOptions, type Transformation } from "./core/augmentation";
import { type Bounds, factorOf, rangeOf } from "./core/factors";
import { positive } from "./core/options";
import { Equalization } from "./equalization";
import { RandomBrightness } from "./random_brightness";
import { RandomColorDegeneration } from "./random_color_degeneration";
import { RandomContrast } from "./random_contrast";
import { RandomPosterization } from "./random_posterization";
import { RandomRotation } from "./random_rotation";
import { RandomSharpness } from "./random_sharpness";
import { RandomShear } from "./random_shear";
import { RandomTranslation } from "./random_translation";
import { Solarization } from "./solarization";

/** Options of `RandAugment`. */
export interface RandAugmentOptions extends AugmentationOptions {
  /** The range of values; [0, 255] by default. */
  valueRange?: readonly number[];
  /** How many changes are made one after the other; 2 by default. */
  numOps?: number;
  /** How strong they are: two bounds, or the upper one; 0.5 by default. */
  factor?: number | readonly number[];
  /** "bilinear" (the default) or "nearest". */
  interpolation?: string;
}

/**
 * In training, changes a batch by layers of augmentation that are drawn from eleven; else gives its input back. All of them are
 * computed at each step, as in Keras. Output float32.
 *
 * Input [batch, height, width, 3] or [height, width, 3], output of the same shape.
 *
 * @throws ValueError when the factor is not in [0, 1].
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.randAugment({ numOps: 1 }).apply(ops.ones([2, 4, 6, 3])).shape // [ 2, 4, 6, 3 ]
 */
export class RandAugment extends Augmentation {
  static override className = "RandAugment";
  readonly valueRange: Bounds;
  readonly numOps: number;
  readonly factor: Bounds;
  readonly interpolation: string;
  readonly #parts: ReadonlyMap<string, Augmentation | AutoContrast | Equalization>;

  constructor(options?: RandAugmentOptions) {
    const keys = ["valueRange", "numOps", "factor", "interpolation"];
    const own = augmentationOptions("RandAugment", options, keys);
    super(own);
    this.valueRange = rangeOf(this.name, own.valueRange);
    this.numOps = positive(this.name, "numOps", own.numOps ?? 2);
    this.factor = factorOf(this.name, "factor", own.factor ?? 0.5, [0, 1]);
    this.interpolation = oneOf(this.name, "interpolation", own.interpolation ?? "bilinear", INTERPOLATIONS);
    const { factor, valueRange, interpolation, dataFormat, seed, name } = this;
    const plain = { valueRange, dataFormat, name };
    const colors = { ...plain, factor, seed };
    const places = { interpolation, dataFormat, seed, name };
    this.#parts = new Map<string, Augmentation | AutoContrast | Equalization>([
      ["random_shear", new RandomShear({ xFactor: factor, yFactor: factor, ...places })],
      ["random_translation", new RandomTranslation({ heightFactor: factor, widthFactor: factor, ...places })],
      ["random_rotation", new RandomRotation({ factor, ...places })],
      ["random_brightness", new RandomBrightness(colors)],
      ["random_color_degeneration", new RandomColorDegeneration(colors)],
      ["random_contrast", new RandomContrast(colors)],
      ["random_sharpness", new RandomSharpness(colors)],
      ["random_posterization", new RandomPosterization({ ...colors, factor: Math.max(1, Math.trunc(8 * factor[1])) })],
      ["solarization", new Solarization({ additionFactor: factor, thresholdFactor: factor, ...plain, seed })],
      ["auto_contrast", new AutoContrast(plain)],
      ["equalization", new Equalization(plain)],
    ]);
  }

  /** Which layers are taken, and what each of them draws, as "layer/name". */
  override getRandomTransformation(images: Tensor): Transformation {
    const count = this.#parts.size;
    const index = ops.cast(this.uniform([this.numOps], [0, count]), "int32");
    const found: Record<string, Tensor> = { layer_idxes: ops.minimum(index, ops.cast(count - 1, "int32")) };
    for (const [key, part] of this.#parts) {
      if (!(part instanceof Augmentation)) continue;
      for (const [name, value] of Object.entries(part.getRandomTransformation(images))) found[`${key}/${name}`] = value;
    }
    return found;
  }

  override transformImages(images: Tensor, { layer_idxes, ...drawn }: Transformation): Tensor {
    let y = images;
    for (let turn = 0; turn < this.numOps; turn++) {
      const index = ops.getItem(layer_idxes!, [turn]);
      const before = y;
      [...this.#parts].forEach(([key, part], at) => {
        y = ops.where(ops.equal(index, at), this.#changed(key, part, before, drawn), y);
      });
    }
    return y;
  }

  #changed(key: string, part: Augmentation | AutoContrast | Equalization, x: Tensor, drawn: Transformation): Tensor {
    if (!(part instanceof Augmentation)) return part.call(x, { training: true });
    const own = Object.entries(drawn).filter(([name]) => name.startsWith(`${key}/`));
    return part.transformImages(x, Object.fromEntries(own.map(([name, value]) => [name.slice(key.length + 1), value])));
  }

  override getConfig(): Config {
    const { valueRange, numOps, factor, interpolation, seed } = this;
    return { ...super.getConfig(), value_range: valueRange, num_ops: numOps, factor, interpolation, seed };
  }
}

/** Makes a `RandAugment` layer. */
export function randAugment(options?: RandAugmentOptions): RandAugment {
  return new RandAugment(options);
}
