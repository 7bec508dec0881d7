import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { Pooling, type PoolingOptions } from "./core/pooling";

/**
 * The mean of each window of an image; a border does not count.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels].
 *
 * @throws ShapeError when the window is larger than the image.
 * @example layers.averagePooling2d().apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 2, 2, 3 ]
 */
export class AveragePooling2D extends Pooling {
  static override className = "AveragePooling2D";
  static aliases: readonly string[] = ["AvgPool2D"];

  constructor(options?: PoolingOptions) {
    super("AveragePooling2D", 2, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.averagePool(inputs, this.poolSize, this.window);
  }
}

/** Makes an `AveragePooling2D` layer. */
export function averagePooling2d(options?: PoolingOptions): AveragePooling2D {
  return new AveragePooling2D(options);
}
