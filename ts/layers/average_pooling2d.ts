import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { Pooling2D, type Pooling2DOptions } from "./core/pooling";

/**
 * The mean of each window of an image; a border does not count.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels].
 *
 * @throws ShapeError when the window is larger than the image.
 * @example layers.averagePooling2d().apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 2, 2, 3 ]
 */
export class AveragePooling2D extends Pooling2D {
  static override className = "AveragePooling2D";
  static aliases: readonly string[] = ["AvgPool2D"];

  constructor(options?: Pooling2DOptions) {
    super("AveragePooling2D", options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.averagePool(inputs, this.poolSize, this.window);
  }
}

/** Makes a `AveragePooling2D` layer. */
export function averagePooling2d(options?: Pooling2DOptions): AveragePooling2D {
  return new AveragePooling2D(options);
}
