import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { AdaptivePooling, type AdaptivePoolingOptions } from "./core/adaptive_pooling";

/**
 * The largest cell of each of outputSize windows that cover a volume, whatever its size.
 *
 * Input [batch, depth, height, width, channels], output [batch, ...outputSize, channels].
 *
 * @throws ShapeError when the input has not five axes.
 * @example layers.adaptiveMaxPooling3d({ outputSize: 2 }).apply(ops.ones([1, 4, 4, 4, 3])).shape // [ 1, 2, 2, 2, 3 ]
 */
export class AdaptiveMaxPooling3D extends AdaptivePooling {
  static override className = "AdaptiveMaxPooling3D";

  constructor(options: AdaptivePoolingOptions) {
    super("AdaptiveMaxPooling3D", 3, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.adaptiveMaxPool(inputs, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Makes an `AdaptiveMaxPooling3D` layer. */
export function adaptiveMaxPooling3d(options: AdaptivePoolingOptions): AdaptiveMaxPooling3D {
  return new AdaptiveMaxPooling3D(options);
}
