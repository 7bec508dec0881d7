import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `ELU`. */
export interface ELUOptions extends LayerOptions {
  /** The limit below zero is -alpha; 1 by default. */
  alpha?: number;
}

/**
 * x where x > 0, else alpha (exp(x) - 1) (Clevert et al., 2016).
 *
 * Input and output of any shape.
 *
 * @example layers.elu().apply(K.constant([0, 2])) // [0. 2.]
 */
export class ELU extends Layer {
  static override className = "ELU";
  override supportsMasking = true;
  readonly alpha: number;

  constructor(options?: ELUOptions) {
    const own = layerOptions("ELU", options, ["alpha"]);
    super(own);
    this.alpha = own.alpha ?? 1;
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    return ops.elu(inputs, { alpha: this.alpha });
  }

  override getConfig(): Config {
    const { name, ...rest } = super.getConfig();
    return { name, alpha: this.alpha, ...rest };
  }
}

/** Makes an `ELU` layer. */
export function elu(options?: ELUOptions): ELU {
  return new ELU(options);
}
