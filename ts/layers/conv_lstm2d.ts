import { ConvLSTM, type ConvLSTMOptions } from "./core/conv_lstm";

/**
 * A long short-term memory over sequences of images, whose products are convolutions (Shi et al., 2015).
 *
 * Input [batch, steps, height, width, channels], output [batch, height', width', filters], or [batch, steps, height', width', filters] with
 * `returnSequences`; the last states h and c come behind it with `returnState`.
 *
 * @throws ShapeError when the sizes differ from what the layer was built for.
 * @example layers.convLSTM2d({ filters: 2, kernelSize: 3 }).apply(ops.ones([1, 4, 6, 6, 1])).shape // [ 1, 4, 4, 2 ]
 */
export class ConvLSTM2D extends ConvLSTM {
  static override className = "ConvLSTM2D";

  constructor(options: ConvLSTMOptions) {
    super("ConvLSTM2D", options, 2);
  }
}

/** Makes a `ConvLSTM2D` layer. */
export function convLSTM2d(options: ConvLSTMOptions): ConvLSTM2D {
  return new ConvLSTM2D(options);
}
