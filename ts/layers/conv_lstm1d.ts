import { ConvLSTM, type ConvLSTMOptions } from "./core/conv_lstm";

/**
 * A long short-term memory over sequences inside sequences, whose products are convolutions (Shi et al., 2015).
 *
 * Input [batch, steps, length, channels], output [batch, length', filters], or [batch, steps, length', filters] with
 * `returnSequences`; the last states h and c come behind it with `returnState`.
 *
 * @throws ShapeError when the sizes differ from what the layer was built for.
 * @example layers.convLSTM1d({ filters: 2, kernelSize: 3 }).apply(ops.ones([1, 4, 6, 1])).shape // [ 1, 4, 2 ]
 */
export class ConvLSTM1D extends ConvLSTM {
  static override className = "ConvLSTM1D";

  constructor(options: ConvLSTMOptions) {
    super("ConvLSTM1D", options, 1);
  }
}

/** Makes a `ConvLSTM1D` layer. */
export function convLSTM1d(options: ConvLSTMOptions): ConvLSTM1D {
  return new ConvLSTM1D(options);
}
