import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, notNegative } from "./core/options";

/** Options of `LeakyReLU`. */
export interface LeakyReLUOptions extends LayerOptions {
  /** The slope below zero; 0.3 by default. */
  negativeSlope?: number;
  /** The old name of `negativeSlope`, in files of Keras 2. */
  alpha?: number;
}

/**
 * x where x >= 0, else negativeSlope x.
 *
 * Input and output of any shape.
 *
 * @throws ValueError when the slope is negative.
 * @example layers.leakyReLU({ negativeSlope: 0.5 }).apply(K.constant([-2, 2])) // [-1.  2.]
 */
export class LeakyReLU extends Layer {
  static override className = "LeakyReLU";
  override supportsMasking = true;
  readonly negativeSlope: number;

  constructor(options?: LeakyReLUOptions) {
    const own = layerOptions("LeakyReLU", options, ["negativeSlope", "alpha"]);
    super(own);
    this.negativeSlope = notNegative(this.name, "negativeSlope", own.alpha ?? own.negativeSlope ?? 0.3);
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    return ops.leakyRelu(inputs, { negativeSlope: this.negativeSlope });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), negative_slope: this.negativeSlope };
  }
}

/** Makes a `LeakyReLU` layer. */
export function leakyReLU(options?: LeakyReLUOptions): LeakyReLU {
  return new LeakyReLU(options);
}
