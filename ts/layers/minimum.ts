import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import type { LayerOptions } from "./core/layer";
import { foldMasked, Merge } from "./core/merge";

/**
 * The smallest of several tensors, element by element; a tie shares its gradient, pair by pair.
 *
 * Inputs [batch, ...], which broadcast; output of their common shape.
 *
 * @throws ShapeError when the inputs do not broadcast.
 * @example layers.minimum().apply([K.constant([[1, 2]]), K.constant([[3, 4]])]) // [[1. 2.]]
 */
export class Minimum extends Merge {
  static override className = "Minimum";

  constructor(options?: LayerOptions) {
    super("Minimum", options);
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return foldMasked(ops.minimum, inputs);
  }
}

/** Makes a `Minimum` layer. */
export function minimum(options?: LayerOptions): Minimum {
  return new Minimum(options);
}
