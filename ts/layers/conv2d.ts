import { Conv, type ConvLayerOptions } from "./core/conv";

/**
 * activation(x convolved with kernel + bias), over images (cross-correlation: the kernel is not flipped).
 *
 * Input [batch, height, width, channels], output [batch, height', width', filters].
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the image.
 * @example layers.conv2d({ filters: 2, kernelSize: 3 }).apply(ops.ones([1, 5, 5, 1])).shape // [ 1, 3, 3, 2 ]
 */
export class Conv2D extends Conv {
  static override className = "Conv2D";
  static aliases: readonly string[] = ["Convolution2D"];

  constructor(options: ConvLayerOptions) {
    super("Conv2D", 2, options);
  }
}

/** Makes a `Conv2D` layer. */
export function conv2d(options: ConvLayerOptions): Conv2D {
  return new Conv2D(options);
}
