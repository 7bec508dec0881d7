import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { GlobalPooling, type GlobalPoolingOptions } from "./core/global_pooling";

/**
 * The largest cell of every channel of an image; equal ones share the gradient.
 *
 * Input [batch, height, width, channels], output [batch, channels].
 *
 * @throws ShapeError when the input has not four axes.
 * @example layers.globalMaxPooling2d().apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 3 ]
 */
export class GlobalMaxPooling2D extends GlobalPooling {
  static override className = "GlobalMaxPooling2D";
  static aliases: readonly string[] = ["GlobalMaxPool2D"];

  constructor(options?: GlobalPoolingOptions) {
    super("GlobalMaxPooling2D", 2, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.max(inputs, this.fold);
  }
}

/** Makes a `GlobalMaxPooling2D` layer. */
export function globalMaxPooling2d(options?: GlobalPoolingOptions): GlobalMaxPooling2D {
  return new GlobalMaxPooling2D(options);
}
