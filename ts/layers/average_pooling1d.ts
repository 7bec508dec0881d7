import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { Pooling, type PoolingOptions } from "./core/pooling";

/**
 * The mean of each window of a sequence; a border does not count.
 *
 * Input [batch, steps, channels], output [batch, steps', channels].
 *
 * @throws ShapeError when the window is larger than the sequence.
 * @example layers.averagePooling1d().apply(ops.ones([1, 4, 3])).shape // [ 1, 2, 3 ]
 */
export class AveragePooling1D extends Pooling {
  static override className = "AveragePooling1D";
  static aliases: readonly string[] = ["AvgPool1D"];

  constructor(options?: PoolingOptions) {
    super("AveragePooling1D", 1, options);
  }

  override call(inputs: Tensor): Tensor {
    return ops.averagePool(inputs, this.poolSize, this.window);
  }
}

/** Makes an `AveragePooling1D` layer. */
export function averagePooling1d(options?: PoolingOptions): AveragePooling1D {
  return new AveragePooling1D(options);
}
