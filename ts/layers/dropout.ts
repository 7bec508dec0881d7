import * as random from "../backend/random";
import { SeedSource } from "../backend/seeds";
import { ShapeError, ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { oneInput } from "./core/inputs";
import { type CallOptions, Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `Dropout`. */
export interface DropoutOptions extends LayerOptions {
  /** The part of the inputs that is dropped, 0 to 1. */
  rate: number;
  /** The shape of the mask, 1 along axes that share it, null for the input's size. */
  noiseShape?: Shape | null;
  /** A number makes the masks repeatable. */
  seed?: number | null;
}

/**
 * In training, sets inputs to zero at random and divides the others by 1 - rate; else gives its input back.
 *
 * Input and output of any shape.
 *
 * @throws ValueError when the rate is not in [0, 1].
 * @example layers.dropout({ rate: 0.5 }).apply(K.constant([[1, 2]])) // [[1. 2.]]
 */
export class Dropout extends Layer {
  static override className = "Dropout";
  override supportsMasking = true;
  readonly rate: number;
  readonly seed: number | null;
  readonly noiseShape: Shape | null;
  readonly #source: SeedSource | undefined;

  constructor(options: DropoutOptions) {
    const own = layerOptions("Dropout", options, ["rate", "noiseShape", "seed"]);
    super(own);
    if (!(own.rate >= 0 && own.rate <= 1)) {
      throw new ValueError(this.name, "the rate is out of range", { expected: "0 to 1", received: { rate: own.rate } });
    }
    this.rate = own.rate;
    this.seed = own.seed ?? null;
    this.noiseShape = own.noiseShape ?? null;
    const legal = (d: unknown): boolean => d === null || (Number.isInteger(d) && (d as number) > 0);
    if (this.noiseShape !== null && !(Array.isArray(this.noiseShape) && this.noiseShape.every(legal))) {
      throw new ValueError(this.name, "noiseShape does not fit", {
        expected: "a list of positive whole numbers or null",
        received: { noiseShape: own.noiseShape },
      });
    }
    if (this.rate > 0) this.#source = new SeedSource(this.seed);
  }

  override checkInput(shapes: Shapes): void {
    const shape = oneInput(this.name, shapes);
    const noise = this.noiseShape;
    if (!noise) return;
    const fits = (d: number | null, i: number): boolean => d === null || d === 1 || shape[i] === null || d === shape[i];
    if (noise.length === shape.length && noise.every(fits)) return;
    throw new ShapeError(this.name, "noiseShape does not fit the input", {
      expected: `${shape.length} sizes, each null, 1 or the input's`,
      received: { noiseShape: noise, "x.shape": shape },
    });
  }

  override call(inputs: Tensor, { training }: CallOptions): Tensor {
    if (!training || !this.#source) return inputs;
    return random.dropout(inputs, this.rate, { noiseShape: this.noiseShape, seed: this.#source });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed, noise_shape: this.noiseShape };
  }
}

/** Makes a `Dropout` layer. */
export function dropout(options: DropoutOptions): Dropout {
  return new Dropout(options);
}
