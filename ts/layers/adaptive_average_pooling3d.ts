import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { AdaptivePooling, type AdaptivePoolingOptions } from "./core/adaptive_pooling";

/**
 * The mean of each of outputSize windows that cover a volume, whatever its size.
 *
 * Input [batch, depth, height, width, channels], output [batch, ...outputSize, channels].
 *
 * @throws ShapeError when the input has not five axes.
 * @example layers.adaptiveAveragePooling3d({ outputSize: 2 }).apply(ops.ones([1, 4, 4, 4, 3])).shape // [ 1, 2, 2, 2, 3 ]
 */
export class AdaptiveAveragePooling3D extends AdaptivePooling {
  static override className = "AdaptiveAveragePooling3D";

  constructor(options: AdaptivePoolingOptions) {
    super("AdaptiveAveragePooling3D", 3, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.adaptiveAveragePool(inputs, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Makes an `AdaptiveAveragePooling3D` layer. */
export function adaptiveAveragePooling3d(options: AdaptivePoolingOptions): AdaptiveAveragePooling3D {
  return new AdaptiveAveragePooling3D(options);
}
