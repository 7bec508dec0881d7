import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { Pooling, type PoolingOptions } from "./core/pooling";

/**
 * The mean of each window of a volume; a border does not count.
 *
 * Input [batch, depth, height, width, channels], output [batch, depth', height', width', channels].
 *
 * @throws ShapeError when the window is larger than the volume.
 * @example layers.averagePooling3d().apply(ops.ones([1, 4, 4, 4, 3])).shape // [ 1, 2, 2, 2, 3 ]
 */
export class AveragePooling3D extends Pooling {
  static override className = "AveragePooling3D";
  static aliases: readonly string[] = ["AvgPool3D"];

  constructor(options?: PoolingOptions) {
    super("AveragePooling3D", 3, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.averagePool(inputs, this.poolSize, this.window);
  }
}

/** Makes an `AveragePooling3D` layer. */
export function averagePooling3d(options?: PoolingOptions): AveragePooling3D {
  return new AveragePooling3D(options);
}
