import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import { GlobalPooling, type GlobalPoolingOptions } from "./core/global_pooling";
import { type CallOptions, oneMask } from "./core/layer";

/**
 * The mean of every channel of a sequence; steps that a mask hides do not count.
 *
 * Input [batch, steps, channels], mask [batch, steps], output [batch, channels].
 *
 * @throws ShapeError when the input has not three axes.
 * @example layers.globalAveragePooling1d().apply(ops.ones([1, 4, 3])).shape // [ 1, 3 ]
 */
export class GlobalAveragePooling1D extends GlobalPooling {
  static override className = "GlobalAveragePooling1D";
  static aliases: readonly string[] = ["GlobalAvgPool1D"];
  override supportsMasking = true;

  constructor(options?: GlobalPoolingOptions) {
    super("GlobalAveragePooling1D", 1, options);
  }

  override computeMask(): null {
    return null;
  }

  override call(inputs: Tensor, options: CallOptions): Tensor {
    const mask = oneMask(options);
    if (!mask) return ops.mean(inputs, this.fold);
    const kept = ops.cast(ops.expandDims(mask, this.dataFormat === "channels_last" ? 2 : 1), "bool");
    const count = ops.sum(ops.cast(kept, "float32"), this.fold);
    return ops.divide(ops.sum(ops.where(kept, inputs, 0), this.fold), count);
  }
}

/** Makes a `GlobalAveragePooling1D` layer. */
export function globalAveragePooling1d(options?: GlobalPoolingOptions): GlobalAveragePooling1D {
  return new GlobalAveragePooling1D(options);
}
