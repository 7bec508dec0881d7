import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { Pooling, type PoolingOptions } from "./core/pooling";

/**
 * The largest cell of each window of a sequence; equal ones leave the gradient to the first.
 *
 * Input [batch, steps, channels], output [batch, steps', channels].
 *
 * @throws ShapeError when the window is larger than the sequence.
 * @example layers.maxPooling1d().apply(ops.ones([1, 4, 3])).shape // [ 1, 2, 3 ]
 */
export class MaxPooling1D extends Pooling {
  static override className = "MaxPooling1D";
  static aliases: readonly string[] = ["MaxPool1D"];

  constructor(options?: PoolingOptions) {
    super("MaxPooling1D", 1, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.maxPool(inputs, this.poolSize, this.window);
  }
}

/** Makes a `MaxPooling1D` layer. */
export function maxPooling1d(options?: PoolingOptions): MaxPooling1D {
  return new MaxPooling1D(options);
}
