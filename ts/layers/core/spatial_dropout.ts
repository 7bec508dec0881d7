/** What the spatial dropouts share: whole maps of features are dropped. */
import * as random from "../../backend/random";
import type { SeedSource } from "../../backend/seeds";
import type { Tensor } from "../../core/tensor";
import type { Config } from "../../nn/core/serialize";
import { type DataFormat, dataFormat } from "./images";
import { inputOfRank } from "./inputs";
import type { Shapes } from "./layer";
import { Noise, type NoiseOptions } from "./noise";
import { layerOptions } from "./options";

/** Options of the spatial dropouts. */
export interface SpatialDropoutOptions extends NoiseOptions {
  /** The part of the feature maps that is dropped, 0 to 1. */
  rate: number;
  /** "channels_last" or "channels_first"; not for one axis. */
  dataFormat?: string | null;
}

/** In training, drops whole maps over `axes` spatial axes and divides the others by 1 - rate. */
export abstract class SpatialDropout extends Noise {
  readonly rate: number;
  readonly dataFormat: DataFormat;
  readonly #axes: number;

  constructor(className: string, axes: number, options: SpatialDropoutOptions) {
    const own = layerOptions(className, options, ["rate", "seed", ...(axes > 1 ? ["dataFormat"] : [])]);
    super(own, "rate", own.rate);
    this.rate = own.rate;
    this.#axes = axes;
    this.dataFormat = dataFormat(this.name, own.dataFormat);
  }

  override checkInput(shapes: Shapes): void {
    const spatial = Array.from({ length: this.#axes }, (_, i) => `axis ${i + 1}`);
    const last = this.dataFormat === "channels_last";
    inputOfRank(this.name, shapes, last ? ["batch", ...spatial, "channels"] : ["batch", "channels", ...spatial]);
  }

  protected override disturb(x: Tensor, seed: SeedSource): Tensor {
    const channels = this.dataFormat === "channels_last" ? x.rank - 1 : 1;
    const noiseShape = x.dims.map((d, i) => (i === 0 || i === channels ? d : 1));
    return random.dropout(x, this.rate, { noiseShape, seed });
  }

  override getConfig(): Config {
    const { name, rate, seed } = this;
    return { rate, seed, name, dtype: "float32", ...(this.#axes > 1 ? { data_format: this.dataFormat } : {}) };
  }
}
