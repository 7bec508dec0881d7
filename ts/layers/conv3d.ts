import { Conv, type ConvLayerOptions } from "./core/conv";

/**
 * activation(x convolved with kernel + bias), over volumes (cross-correlation: the kernel is not flipped).
 *
 * Input [batch, depth, height, width, channels], output [batch, depth', height', width', filters].
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the volume.
 * @example layers.conv3d({ filters: 2, kernelSize: 3 }).apply(ops.ones([1, 5, 5, 5, 1])).shape // [ 1, 3, 3, 3, 2 ]
 */
export class Conv3D extends Conv {
  static override className = "Conv3D";
  static aliases: readonly string[] = ["Convolution3D"];

  constructor(options: ConvLayerOptions) {
    super("Conv3D", 3, options);
  }
}

/** Makes a `Conv3D` layer. */
export function conv3d(options: ConvLayerOptions): Conv3D {
  return new Conv3D(options);
}
