import { SeparableConv, type SeparableConvOptions } from "./core/separable_conv";

/**
 * activation(every channel convolved by itself, then all mixed at each place, + bias), over images.
 *
 * Input [batch, height, width, channels], output [batch, height', width', filters].
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the image.
 * @example layers.separableConv2d({ filters: 4, kernelSize: 3 }).apply(ops.ones([1, 5, 5, 2])).shape // [ 1, 3, 3, 4 ]
 */
export class SeparableConv2D extends SeparableConv {
  static override className = "SeparableConv2D";
  static aliases: readonly string[] = ["SeparableConvolution2D"];

  constructor(options: SeparableConvOptions) {
    super("SeparableConv2D", 2, options);
  }
}

/** Makes a `SeparableConv2D` layer. */
export function separableConv2d(options: SeparableConvOptions): SeparableConv2D {
  return new SeparableConv2D(options);
}
