import { ConvTranspose, type ConvTransposeLayerOptions } from "./core/conv_transpose";

/**
 * activation(x spread by kernel + bias): a convolution's way back, over images.
 *
 * Input [batch, height, width, channels], output [batch, height', width', filters].
 *
 * @throws ShapeError when the channels differ from what the layer was built for.
 * @example layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 }).apply(ops.ones([1, 5, 5, 1])).shape // [ 1, 11, 11, 2 ]
 */
export class Conv2DTranspose extends ConvTranspose {
  static override className = "Conv2DTranspose";
  static aliases: readonly string[] = ["Convolution2DTranspose"];

  constructor(options: ConvTransposeLayerOptions) {
    super("Conv2DTranspose", 2, options);
  }
}

/** Makes a `Conv2DTranspose` layer. */
export function conv2dTranspose(options: ConvTransposeLayerOptions): Conv2DTranspose {
  return new Conv2DTranspose(options);
}
