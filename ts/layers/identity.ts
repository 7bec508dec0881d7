import { Layer, type LayerOptions, type Tensors } from "./core/layer";
import { layerOptions } from "./core/options";

/**
 * Gives its input back.
 *
 * @example layers.identity().apply(K.constant([1, 2])) // [1. 2.]
 */
export class Identity extends Layer {
  static override className = "Identity";
  override supportsMasking = true;

  constructor(options?: LayerOptions) {
    super(layerOptions("Identity", options, []));
  }

  override call(inputs: Tensors): Tensors {
    return inputs;
  }
}

/** Makes an `Identity` layer. */
export function identity(options?: LayerOptions): Identity {
  return new Identity(options);
}
