import { ConvTranspose, type ConvTransposeLayerOptions } from "./core/conv_transpose";

/**
 * activation(x spread by kernel + bias): a convolution's way back, over sequences.
 *
 * Input [batch, steps, channels], output [batch, steps', filters].
 *
 * @throws ShapeError when the channels differ from what the layer was built for.
 * @example layers.conv1dTranspose({ filters: 2, kernelSize: 3, strides: 2 }).apply(ops.ones([1, 5, 1])).shape // [ 1, 11, 2 ]
 */
export class Conv1DTranspose extends ConvTranspose {
  static override className = "Conv1DTranspose";
  static aliases: readonly string[] = ["Convolution1DTranspose"];

  constructor(options: ConvTransposeLayerOptions) {
    super("Conv1DTranspose", 1, options);
  }
}

/** Makes a `Conv1DTranspose` layer. */
export function conv1dTranspose(options: ConvTransposeLayerOptions): Conv1DTranspose {
  return new Conv1DTranspose(options);
}
