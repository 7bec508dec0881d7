/** The layers that keras.applications has for ConvNeXt alone: files of these models hold them. */
import * as random from "../../backend/random";
import { SeedSource } from "../../backend/seeds";
import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import { type CallOptions, Layer, type LayerOptions } from "../../layers/core/layer";
import { layerOptions, positive } from "../../layers/core/options";
import type { Config } from "../../nn/core/serialize";
import { Constant } from "../../nn/initializers/constant";
import * as ops from "../../ops/gen/public";

/** Where Keras keeps them. */
const MODULE = "keras.src.applications.convnext";

/** Options of `LayerScale`. */
export interface LayerScaleOptions extends LayerOptions {
  /** What the scale begins with. */
  initValues: number;
  /** The size of the last axis. */
  projectionDim: number;
}

/** Multiplies by a learned scale along the last axis (Touvron et al. 2021, arXiv 2103.17239). */
export class LayerScale extends Layer {
  static override className = "LayerScale";
  readonly initValues: number;
  readonly projectionDim: number;
  gamma!: Variable;

  constructor(options: LayerScaleOptions) {
    const own = layerOptions("LayerScale", options, ["initValues", "projectionDim"]);
    super(own);
    this.initValues = own.initValues;
    this.projectionDim = positive(this.name, "projectionDim", own.projectionDim);
  }

  get savedModule(): string {
    return MODULE;
  }

  override build(): void {
    const initializer = new Constant({ value: this.initValues });
    this.gamma = this.addWeight({ name: "gamma", shape: [this.projectionDim], initializer });
  }

  override call(inputs: Tensor): Tensor {
    return ops.multiply(inputs, this.gamma);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), init_values: this.initValues, projection_dim: this.projectionDim };
  }
}

/** Options of `StochasticDepth`. */
export interface StochasticDepthOptions extends LayerOptions {
  /** The share of rows that become zeros in training, 0 to 1. */
  dropPathRate: number;
}

/** In training, sets whole rows of a batch to zero and divides the others by what is kept (Huang et al. 2016, arXiv 1603.09382). */
export class StochasticDepth extends Layer {
  static override className = "StochasticDepth";
  readonly dropPathRate: number;
  readonly #source = new SeedSource(null);

  constructor(options: StochasticDepthOptions) {
    const own = layerOptions("StochasticDepth", options, ["dropPathRate"]);
    super(own);
    const rate = own.dropPathRate;
    if (!(rate >= 0 && rate < 1)) {
      throw new ValueError(this.name, "the rate is out of range", {
        expected: "0 to 1, and below it",
        received: { dropPathRate: rate },
      });
    }
    this.dropPathRate = rate;
  }

  get savedModule(): string {
    return MODULE;
  }

  override call(inputs: Tensor, { training }: CallOptions): Tensor {
    if (!training || this.dropPathRate === 0) return inputs;
    const noiseShape = inputs.dims.map((_, axis) => (axis === 0 ? null : 1));
    return random.dropout(inputs, this.dropPathRate, { noiseShape, seed: this.#source });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), drop_path_rate: this.dropPathRate };
  }
}
