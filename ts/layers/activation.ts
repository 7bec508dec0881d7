import type { Tensor } from "../core/tensor";
import * as activations from "../nn/activations";
import type { Activation as ActivationFunction } from "../nn/core/activation";
import type { Config } from "../nn/core/serialize";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `Activation`. */
export interface ActivationOptions extends LayerOptions {
  /** A name, or a function of a tensor. */
  activation: unknown;
}

/**
 * A function of every element: an activation by its name.
 *
 * Input and output of any shape.
 *
 * @throws ValueError for an unknown name.
 * @example layers.activation({ activation: "relu" }).apply(K.constant([-1, 2])) // [0. 2.]
 */
export class Activation extends Layer {
  static override className = "Activation";
  override supportsMasking = true;
  readonly activation: ActivationFunction;

  constructor(options: ActivationOptions) {
    const own = layerOptions("Activation", options, ["activation"]);
    super(own);
    this.activation = activations.get(own.activation, this.name);
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    return this.activation.fn(inputs);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), activation: activations.serialize(this.activation) };
  }
}

/** Makes an `Activation` layer. */
export function activation(options: ActivationOptions): Activation {
  return new Activation(options);
}
