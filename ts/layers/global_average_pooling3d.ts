import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { GlobalPooling, type GlobalPoolingOptions } from "./core/global_pooling";

/**
 * The mean of every channel of a volume.
 *
 * Input [batch, depth, height, width, channels], output [batch, channels].
 *
 * @throws ShapeError when the input has not five axes.
 * @example layers.globalAveragePooling3d().apply(ops.ones([1, 4, 4, 4, 3])).shape // [ 1, 3 ]
 */
export class GlobalAveragePooling3D extends GlobalPooling {
  static override className = "GlobalAveragePooling3D";
  static aliases: readonly string[] = ["GlobalAvgPool3D"];

  constructor(options?: GlobalPoolingOptions) {
    super("GlobalAveragePooling3D", 3, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.mean(inputs, this.fold);
  }
}

/** Makes a `GlobalAveragePooling3D` layer. */
export function globalAveragePooling3d(options?: GlobalPoolingOptions): GlobalAveragePooling3D {
  return new GlobalAveragePooling3D(options);
}
