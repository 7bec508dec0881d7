import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { GlobalPooling, type GlobalPoolingOptions } from "./core/global_pooling";

/**
 * The mean of every channel of an image.
 *
 * Input [batch, height, width, channels], output [batch, channels].
 *
 * @throws ShapeError when the input has not four axes.
 * @example layers.globalAveragePooling2d().apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 3 ]
 */
export class GlobalAveragePooling2D extends GlobalPooling {
  static override className = "GlobalAveragePooling2D";
  static aliases: readonly string[] = ["GlobalAvgPool2D"];

  constructor(options?: GlobalPoolingOptions) {
    super("GlobalAveragePooling2D", 2, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.mean(inputs, this.fold);
  }
}

/** Makes a `GlobalAveragePooling2D` layer. */
export function globalAveragePooling2d(options?: GlobalPoolingOptions): GlobalAveragePooling2D {
  return new GlobalAveragePooling2D(options);
}
