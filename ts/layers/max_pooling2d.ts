import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { Pooling, type PoolingOptions } from "./core/pooling";

/**
 * The largest cell of each window of an image; equal ones leave the gradient to the first.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels].
 *
 * @throws ShapeError when the window is larger than the image.
 * @example layers.maxPooling2d().apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 2, 2, 3 ]
 */
export class MaxPooling2D extends Pooling {
  static override className = "MaxPooling2D";
  static aliases: readonly string[] = ["MaxPool2D"];

  constructor(options?: PoolingOptions) {
    super("MaxPooling2D", 2, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.maxPool(inputs, this.poolSize, this.window);
  }
}

/** Makes a `MaxPooling2D` layer. */
export function maxPooling2d(options?: PoolingOptions): MaxPooling2D {
  return new MaxPooling2D(options);
}
