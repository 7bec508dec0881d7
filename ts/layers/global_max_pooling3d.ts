import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { GlobalPooling, type GlobalPoolingOptions } from "./core/global_pooling";

/**
 * The largest cell of every channel of a volume; equal ones share the gradient.
 *
 * Input [batch, depth, height, width, channels], output [batch, channels].
 *
 * @throws ShapeError when the input has not five axes.
 * @example layers.globalMaxPooling3d().apply(ops.ones([1, 4, 4, 4, 3])).shape // [ 1, 3 ]
 */
export class GlobalMaxPooling3D extends GlobalPooling {
  static override className = "GlobalMaxPooling3D";
  static aliases: readonly string[] = ["GlobalMaxPool3D"];

  constructor(options?: GlobalPoolingOptions) {
    super("GlobalMaxPooling3D", 3, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.max(inputs, this.fold);
  }
}

/** Makes a `GlobalMaxPooling3D` layer. */
export function globalMaxPooling3d(options?: GlobalPoolingOptions): GlobalMaxPooling3D {
  return new GlobalMaxPooling3D(options);
}
