import { SeparableConv, type SeparableConvOptions } from "./core/separable_conv";

/**
 * activation(every channel convolved by itself, then all mixed at each place, + bias), over sequences.
 *
 * Input [batch, steps, channels], output [batch, steps', filters].
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the sequence.
 * @example layers.separableConv1d({ filters: 4, kernelSize: 3 }).apply(ops.ones([1, 5, 2])).shape // [ 1, 3, 4 ]
 */
export class SeparableConv1D extends SeparableConv {
  static override className = "SeparableConv1D";
  static aliases: readonly string[] = ["SeparableConvolution1D"];

  constructor(options: SeparableConvOptions) {
    super("SeparableConv1D", 1, options);
  }
}

/** Makes a `SeparableConv1D` layer. */
export function separableConv1d(options: SeparableConvOptions): SeparableConv1D {
  return new SeparableConv1D(options);
}
