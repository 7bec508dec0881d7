import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import type { LayerOptions } from "./core/layer";
import { foldMasked, Merge } from "./core/merge";

/**
 * The largest of several tensors, element by element; a tie shares its gradient, pair by pair.
 *
 * Inputs [batch, ...], which broadcast; output of their common shape.
 *
 * @throws ShapeError when the inputs do not broadcast.
 * @example layers.maximum().apply([K.constant([[1, 2]]), K.constant([[3, 4]])]) // [[3. 4.]]
 */
export class Maximum extends Merge {
  static override className = "Maximum";

  constructor(options?: LayerOptions) {
    super("Maximum", options);
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return foldMasked(ops.maximum, inputs);
  }
}

/** Makes a `Maximum` layer. */
export function maximum(options?: LayerOptions): Maximum {
  return new Maximum(options);
}
