import { ShapeError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import type { LayerOptions, Shapes } from "./core/layer";
import { Merge } from "./core/merge";

/**
 * The first tensor less the second.
 *
 * Inputs [batch, ...], which broadcast; output of their common shape.
 *
 * @throws ShapeError when there are not two inputs, or they do not broadcast.
 * @example layers.subtract().apply([K.constant([[1, 2]]), K.constant([[3, 4]])]) // [[-2. -2.]]
 */
export class Subtract extends Merge {
  static override className = "Subtract";

  constructor(options?: LayerOptions) {
    super("Subtract", options);
  }

  override checkInput(shapes: Shapes): void {
    super.checkInput(shapes);
    if (shapes.length === 2) return;
    throw new ShapeError(this.name, "takes two tensors", {
      expected: "a list of 2",
      received: `a list of ${shapes.length}`,
    });
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return ops.subtract(inputs[0]!, inputs[1]!);
  }
}

/** Makes a `Subtract` layer. */
export function subtract(options?: LayerOptions): Subtract {
  return new Subtract(options);
}
