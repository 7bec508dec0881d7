import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import type { LayerOptions } from "./core/layer";
import { Merge } from "./core/merge";

/**
 * The product of several tensors.
 *
 * Inputs [batch, ...], which broadcast; output of their common shape.
 *
 * @throws ShapeError when the inputs do not broadcast.
 * @example layers.multiply().apply([K.constant([[1, 2]]), K.constant([[3, 4]])]) // [[3. 8.]]
 */
export class Multiply extends Merge {
  static override className = "Multiply";

  constructor(options?: LayerOptions) {
    super("Multiply", options);
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => ops.multiply(a, b));
  }
}

/** Makes a `Multiply` layer. */
export function multiply(options?: LayerOptions): Multiply {
  return new Multiply(options);
}
