/** What layers share that change images at random in training: draws, one image or a batch of them, either data format. */
import * as random from "../../backend/random";
import { SeedSource } from "../../backend/seeds";
import type { Tensor } from "../../core/tensor";
import type { Config } from "../../nn/core/serialize";
import * as ops from "../../ops/gen/public";
import { type DataFormat, dataFormat } from "./images";
import { type CallOptions, Layer, type LayerOptions, type Shapes } from "./layer";
import { layerOptions } from "./options";
import { checkPicture } from "./picture";

/** Options of all of them. */
export interface AugmentationOptions extends LayerOptions {
  /** A number makes the draws repeatable. */
  seed?: number | null;
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/** What a call draws, by Keras's names. */
export type Transformation = Readonly<Record<string, Tensor>>;

/** Checks the options of such a layer; `keys` are those of its own. */
export function augmentationOptions<T extends AugmentationOptions>(
  className: string,
  options: T | undefined,
  keys: readonly string[],
): T {
  return layerOptions(className, options, [...keys, "seed", "dataFormat"], ["boundingBoxFormat"]);
}

/** A layer that changes images in training and gives them as float32. */
export abstract class Augmentation extends Layer {
  readonly seed: number | null;
  readonly dataFormat: DataFormat;
  readonly #source: SeedSource;

  constructor(own: AugmentationOptions) {
    super(own);
    this.seed = own.seed ?? null;
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.#source = new SeedSource(this.seed);
  }

  /** Draws for a batch of images. */
  abstract getRandomTransformation(images: Tensor): Transformation;

  /** A batch of images, changed as was drawn. */
  abstract transformImages(images: Tensor, transformation: Transformation): Tensor;

  override checkInput(shapes: Shapes): void {
    checkPicture(this.name, shapes);
  }

  override call(inputs: Tensor, { training }: CallOptions): Tensor {
    const x = ops.cast(inputs, "float32");
    return training ? this.augment(x) : x;
  }

  /** Draws for one image or a batch, and changes it. */
  protected augment(x: Tensor): Tensor {
    const images = x.rank === 3 ? ops.expandDims(x, 0) : x;
    const y = this.transformImages(images, this.getRandomTransformation(images));
    return x.rank === 3 ? ops.squeeze(y, { axis: 0 }) : y;
  }

  /** Uniform draws. */
  protected uniform(shape: readonly number[], [minval, maxval]: readonly [number, number] = [0, 1]): Tensor {
    return random.uniform(shape, { minval, maxval, seed: this.#source });
  }

  /** Normal draws. */
  protected normal(shape: readonly number[]): Tensor {
    return random.normal(shape, { seed: this.#source });
  }

  /** For each image whether it is meant, with a probability that is drawn itself, as [images]. */
  protected chosen(count: number, probability: readonly [number, number]): Tensor {
    const least = this.uniform([count], probability);
    return ops.less(this.uniform([count]), least);
  }

  /** The axis of rows in a batch; that of columns follows. */
  protected get rows(): number {
    return this.dataFormat === "channels_first" ? 2 : 1;
  }

  /** The axis of channels in a batch. */
  protected get channels(): number {
    return this.dataFormat === "channels_first" ? 1 : 3;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}

/** A number for each image, to be combined with images. */
export function forImages(values: Tensor): Tensor {
  return ops.reshape(values, [values.size, 1, 1, 1]);
}
