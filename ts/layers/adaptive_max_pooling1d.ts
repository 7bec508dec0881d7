import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { AdaptivePooling, type AdaptivePoolingOptions } from "./core/adaptive_pooling";

/**
 * The largest cell of each of outputSize windows that cover a sequence, whatever its size.
 *
 * Input [batch, steps, channels], output [batch, ...outputSize, channels].
 *
 * @throws ShapeError when the input has not three axes.
 * @example layers.adaptiveMaxPooling1d({ outputSize: 2 }).apply(ops.ones([1, 4, 3])).shape // [ 1, 2, 3 ]
 */
export class AdaptiveMaxPooling1D extends AdaptivePooling {
  static override className = "AdaptiveMaxPooling1D";

  constructor(options: AdaptivePoolingOptions) {
    super("AdaptiveMaxPooling1D", 1, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.adaptiveMaxPool(inputs, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Makes an `AdaptiveMaxPooling1D` layer. */
export function adaptiveMaxPooling1d(options: AdaptivePoolingOptions): AdaptiveMaxPooling1D {
  return new AdaptiveMaxPooling1D(options);
}
