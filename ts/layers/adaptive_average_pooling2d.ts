import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { AdaptivePooling, type AdaptivePoolingOptions } from "./core/adaptive_pooling";

/**
 * The mean of each of outputSize windows that cover an image, whatever its size.
 *
 * Input [batch, height, width, channels], output [batch, ...outputSize, channels].
 *
 * @throws ShapeError when the input has not four axes.
 * @example layers.adaptiveAveragePooling2d({ outputSize: 2 }).apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 2, 2, 3 ]
 */
export class AdaptiveAveragePooling2D extends AdaptivePooling {
  static override className = "AdaptiveAveragePooling2D";

  constructor(options: AdaptivePoolingOptions) {
    super("AdaptiveAveragePooling2D", 2, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.adaptiveAveragePool(inputs, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Makes an `AdaptiveAveragePooling2D` layer. */
export function adaptiveAveragePooling2d(options: AdaptivePoolingOptions): AdaptiveAveragePooling2D {
  return new AdaptiveAveragePooling2D(options);
}
