import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { Pooling, type PoolingOptions } from "./core/pooling";

/**
 * The largest cell of each window of a volume; equal ones leave the gradient to the first.
 *
 * Input [batch, depth, height, width, channels], output [batch, depth', height', width', channels].
 *
 * @throws ShapeError when the window is larger than the volume.
 * @example layers.maxPooling3d().apply(ops.ones([1, 4, 4, 4, 3])).shape // [ 1, 2, 2, 2, 3 ]
 */
export class MaxPooling3D extends Pooling {
  static override className = "MaxPooling3D";
  static aliases: readonly string[] = ["MaxPool3D"];

  constructor(options?: PoolingOptions) {
    super("MaxPooling3D", 3, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.maxPool(inputs, this.poolSize, this.window);
  }
}

/** Makes a `MaxPooling3D` layer. */
export function maxPooling3d(options?: PoolingOptions): MaxPooling3D {
  return new MaxPooling3D(options);
}
