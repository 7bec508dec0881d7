import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { GlobalPooling, type GlobalPoolingOptions } from "./core/global_pooling";

/**
 * The largest cell of every channel of a sequence; equal ones share the gradient.
 *
 * Input [batch, steps, channels], output [batch, channels].
 *
 * @throws ShapeError when the input has not three axes.
 * @example layers.globalMaxPooling1d().apply(ops.ones([1, 4, 3])).shape // [ 1, 3 ]
 */
export class GlobalMaxPooling1D extends GlobalPooling {
  static override className = "GlobalMaxPooling1D";
  static aliases: readonly string[] = ["GlobalMaxPool1D"];

  constructor(options?: GlobalPoolingOptions) {
    super("GlobalMaxPooling1D", 1, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.max(inputs, this.fold);
  }
}

/** Makes a `GlobalMaxPooling1D` layer. */
export function globalMaxPooling1d(options?: GlobalPoolingOptions): GlobalMaxPooling1D {
  return new GlobalMaxPooling1D(options);
}
