import { ConvLSTM, type ConvLSTMOptions } from "./core/conv_lstm";

/**
 * A long short-term memory over sequences of volumes, whose products are convolutions (Shi et al., 2015).
 *
 * Input [batch, steps, depth, height, width, channels], output [batch, depth', height', width', filters], or [batch, steps, depth', height', width', filters] with
 * `returnSequences`; the last states h and c come behind it with `returnState`.
 *
 * @throws ShapeError when the sizes differ from what the layer was built for.
 * @example layers.convLSTM3d({ filters: 2, kernelSize: 3 }).apply(ops.ones([1, 2, 4, 4, 4, 1])).shape // [ 1, 2, 2, 2, 2 ]
 */
export class ConvLSTM3D extends ConvLSTM {
  static override className = "ConvLSTM3D";

  constructor(options: ConvLSTMOptions) {
    super("ConvLSTM3D", options, 3);
  }
}

/** Makes a `ConvLSTM3D` layer. */
export function convLSTM3d(options: ConvLSTMOptions): ConvLSTM3D {
  return new ConvLSTM3D(options);
}
