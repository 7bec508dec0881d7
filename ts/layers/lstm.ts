import type { Config } from "../nn/core/serialize";
import { GATED_KEYS } from "./core/gated_cell";
import { layerOptions } from "./core/options";
import { RECURRENT_KEYS, type RecurrentOptions } from "./core/recurrent";
import { UnitRecurrent } from "./core/unit_recurrent";
import { LSTMCell, type LSTMCellOptions } from "./lstm_cell";

/** Options of `LSTM`. */
export interface LSTMOptions extends LSTMCellOptions, RecurrentOptions {
  /** "auto" or false: there is no cuDNN. */
  useCudnn?: "auto" | boolean;
}

/**
 * A long short-term memory (Hochreiter and Schmidhuber, 1997).
 *
 * Input [batch, steps, features], output [batch, units], or [batch, steps, units] with `returnSequences`; the last states
 * h and c come behind it with `returnState`. `apply(x, { initialState: [h, c], mask })` takes first states and a mask.
 * With tanh and sigmoid all steps are one instruction.
 *
 * @throws ShapeError when the input's features differ from what the layer was built for.
 * @example layers.lstm({ units: 3 }).apply(ops.ones([2, 5, 4])).shape // [ 2, 3 ]
 */
export class LSTM extends UnitRecurrent<LSTMCell> {
  static override className = "LSTM";

  constructor(options: LSTMOptions) {
    const keys = [...GATED_KEYS, "unitForgetBias", ...RECURRENT_KEYS, "useCudnn"];
    const own = layerOptions("LSTM", options, keys);
    super(
      own,
      "lstm_cell",
      ["unitForgetBias", ...GATED_KEYS],
      (cell) => new LSTMCell(cell as unknown as LSTMCellOptions),
    );
  }

  override getConfig(): Config {
    const initializers = { unit_forget_bias: this.part.unitForgetBias };
    return { ...super.getConfig(), ...this.unitConfig(initializers), seed: this.part.seed };
  }
}

/** Makes an `LSTM` layer. */
export function lstm(options: LSTMOptions): LSTM {
  return new LSTM(options);
}
