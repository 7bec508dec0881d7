import { Conv, type ConvLayerOptions } from "./core/conv";

/**
 * activation(x convolved with kernel + bias), over sequences (cross-correlation: the kernel is not flipped).
 *
 * Input [batch, steps, channels], output [batch, steps', filters].
 * Padding "causal" looks at no later step.
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the sequence.
 * @example layers.conv1d({ filters: 2, kernelSize: 3 }).apply(ops.ones([1, 5, 1])).shape // [ 1, 3, 2 ]
 */
export class Conv1D extends Conv {
  static override className = "Conv1D";
  static aliases: readonly string[] = ["Convolution1D"];

  constructor(options: ConvLayerOptions) {
    super("Conv1D", 1, options);
  }
}

/** Makes a `Conv1D` layer. */
export function conv1d(options: ConvLayerOptions): Conv1D {
  return new Conv1D(options);
}
