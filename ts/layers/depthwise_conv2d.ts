import { DepthwiseConv, type DepthwiseConvOptions } from "./core/depthwise_conv";

/**
 * activation(every channel convolved by itself + bias), over images.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels * depthMultiplier].
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the image.
 * @example layers.depthwiseConv2d({ kernelSize: 3 }).apply(ops.ones([1, 5, 5, 2])).shape // [ 1, 3, 3, 2 ]
 */
export class DepthwiseConv2D extends DepthwiseConv {
  static override className = "DepthwiseConv2D";

  constructor(options: DepthwiseConvOptions) {
    super("DepthwiseConv2D", 2, options);
  }
}

/** Makes a `DepthwiseConv2D` layer. */
export function depthwiseConv2d(options: DepthwiseConvOptions): DepthwiseConv2D {
  return new DepthwiseConv2D(options);
}
