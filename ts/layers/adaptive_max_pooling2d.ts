import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { AdaptivePooling, type AdaptivePoolingOptions } from "./core/adaptive_pooling";

/**
 * The largest cell of each of outputSize windows that cover an image, whatever its size.
 *
 * Input [batch, height, width, channels], output [batch, ...outputSize, channels].
 *
 * @throws ShapeError when the input has not four axes.
 * @example layers.adaptiveMaxPooling2d({ outputSize: 2 }).apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 2, 2, 3 ]
 */
export class AdaptiveMaxPooling2D extends AdaptivePooling {
  static override className = "AdaptiveMaxPooling2D";

  constructor(options: AdaptivePoolingOptions) {
    super("AdaptiveMaxPooling2D", 2, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.adaptiveMaxPool(inputs, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Makes an `AdaptiveMaxPooling2D` layer. */
export function adaptiveMaxPooling2d(options: AdaptivePoolingOptions): AdaptiveMaxPooling2D {
  return new AdaptiveMaxPooling2D(options);
}
