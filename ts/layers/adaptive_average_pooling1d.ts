import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { AdaptivePooling, type AdaptivePoolingOptions } from "./core/adaptive_pooling";

/**
 * The mean of each of outputSize windows that cover a sequence, whatever its size.
 *
 * Input [batch, steps, channels], output [batch, ...outputSize, channels].
 *
 * @throws ShapeError when the input has not three axes.
 * @example layers.adaptiveAveragePooling1d({ outputSize: 2 }).apply(ops.ones([1, 4, 3])).shape // [ 1, 2, 3 ]
 */
export class AdaptiveAveragePooling1D extends AdaptivePooling {
  static override className = "AdaptiveAveragePooling1D";

  constructor(options: AdaptivePoolingOptions) {
    super("AdaptiveAveragePooling1D", 1, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.adaptiveAveragePool(inputs, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Makes an `AdaptiveAveragePooling1D` layer. */
export function adaptiveAveragePooling1d(options: AdaptivePoolingOptions): AdaptiveAveragePooling1D {
  return new AdaptiveAveragePooling1D(options);
}
