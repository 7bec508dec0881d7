import { DepthwiseConv, type DepthwiseConvOptions } from "./core/depthwise_conv";

/**
 * activation(every channel convolved by itself + bias), over sequences.
 *
 * Input [batch, steps, channels], output [batch, steps', channels * depthMultiplier].
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the sequence.
 * @example layers.depthwiseConv1d({ kernelSize: 3 }).apply(ops.ones([1, 5, 2])).shape // [ 1, 3, 2 ]
 */
export class DepthwiseConv1D extends DepthwiseConv {
  static override className = "DepthwiseConv1D";

  constructor(options: DepthwiseConvOptions) {
    super("DepthwiseConv1D", 1, options);
  }
}

/** Makes a `DepthwiseConv1D` layer. */
export function depthwiseConv1d(options: DepthwiseConvOptions): DepthwiseConv1D {
  return new DepthwiseConv1D(options);
}
