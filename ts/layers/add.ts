import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import type { LayerOptions } from "./core/layer";
import { Merge } from "./core/merge";

/**
 * The sum of several tensors.
 *
 * Inputs [batch, ...], which broadcast; output of their common shape.
 *
 * @throws ShapeError when the inputs do not broadcast.
 * @example layers.add().apply([K.constant([[1, 2]]), K.constant([[3, 4]])]) // [[4. 6.]]
 */
export class Add extends Merge {
  static override className = "Add";

  constructor(options?: LayerOptions) {
    super("Add", options);
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => ops.add(a, b));
  }
}

/** Makes an `Add` layer. */
export function add(options?: LayerOptions): Add {
  return new Add(options);
}
