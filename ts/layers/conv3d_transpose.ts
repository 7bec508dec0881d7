import { ConvTranspose, type ConvTransposeLayerOptions } from "./core/conv_transpose";

/**
 * activation(x spread by kernel + bias): a convolution's way back, over volumes.
 *
 * Input [batch, depth, height, width, channels], output [batch, depth', height', width', filters].
 *
 * @throws ShapeError when the channels differ from what the layer was built for.
 * @example layers.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2 }).apply(ops.ones([1, 5, 5, 5, 1])).shape // [ 1, 11, 11, 11, 2 ]
 */
export class Conv3DTranspose extends ConvTranspose {
  static override className = "Conv3DTranspose";
  static aliases: readonly string[] = ["Convolution3DTranspose"];

  constructor(options: ConvTransposeLayerOptions) {
    super("Conv3DTranspose", 3, options);
  }
}

/** Makes a `Conv3DTranspose` layer. */
export function conv3dTranspose(options: ConvTransposeLayerOptions): Conv3DTranspose {
  return new Conv3DTranspose(options);
}
