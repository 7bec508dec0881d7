import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import type { LayerOptions } from "./core/layer";
import { Merge } from "./core/merge";

/**
 * The mean of several tensors, element by element.
 *
 * Inputs [batch, ...], which broadcast; output of their common shape.
 *
 * @throws ShapeError when the inputs do not broadcast.
 * @example layers.average().apply([K.constant([[1, 2]]), K.constant([[3, 4]])]) // [[2. 3.]]
 */
export class Average extends Merge {
  static override className = "Average";

  constructor(options?: LayerOptions) {
    super("Average", options);
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return ops.divide(
      inputs.reduce((a, b) => ops.add(a, b)),
      inputs.length,
    );
  }
}

/** Makes an `Average` layer. */
export function average(options?: LayerOptions): Average {
  return new Average(options);
}
