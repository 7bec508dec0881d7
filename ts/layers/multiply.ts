import { setMask } from "../core/mask";
import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import type { LayerOptions } from "./core/layer";
import { elementMask, Merge } from "./core/merge";

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

  /** What is masked counts as 1, and where all is masked the product is 0. */
  protected override merge(inputs: readonly Tensor[]): Tensor {
    const masks = inputs.map(elementMask);
    const product = inputs
      .map((x, i) => (masks[i] ? ops.where(masks[i], x, ops.onesLike(x)) : x))
      .reduce((a, b) => ops.multiply(a, b));
    if (masks.includes(null)) return product;
    const kept = (masks as Tensor[]).reduce((a, b) => ops.logicalOr(a, b));
    const output = ops.where(kept, product, ops.zerosLike(product));
    setMask(output, ops.any(kept, { axis: -1 }));
    return output;
  }
}

/** Makes a `Multiply` layer. */
export function multiply(options?: LayerOptions): Multiply {
  return new Multiply(options);
}
