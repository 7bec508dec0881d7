import type { Config } from "../nn/core/serialize";
import { UNIT_KEYS, type UnitOptions } from "./core/gated_cell";
import { layerOptions } from "./core/options";
import { RECURRENT_KEYS, type RecurrentOptions } from "./core/recurrent";
import { UnitRecurrent } from "./core/unit_recurrent";
import { SimpleRNNCell } from "./simple_rnn_cell";

/** Options of `SimpleRNN`. */
export interface SimpleRNNOptions extends UnitOptions, RecurrentOptions {}

/**
 * A recurrent layer whose output is its state: h = activation(x kernel + h recurrentKernel + bias).
 *
 * Input [batch, steps, features], output [batch, units], or [batch, steps, units] with `returnSequences`; the last state
 * comes behind it with `returnState`. `apply(x, { initialState, mask })` takes a first state and a mask. With tanh all
 * steps are one instruction.
 *
 * @throws ShapeError when the input's features differ from what the layer was built for.
 * @example layers.simpleRNN({ units: 3 }).apply(ops.ones([2, 5, 4])).shape // [ 2, 3 ]
 */
export class SimpleRNN extends UnitRecurrent<SimpleRNNCell> {
  static override className = "SimpleRNN";

  constructor(options: SimpleRNNOptions) {
    const own = layerOptions("SimpleRNN", options, [...UNIT_KEYS, ...RECURRENT_KEYS]);
    super(own, "simple_rnn_cell", UNIT_KEYS, (cell) => new SimpleRNNCell(cell as unknown as UnitOptions));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), ...this.unitConfig() };
  }
}

/** Makes a `SimpleRNN` layer. */
export function simpleRNN(options: SimpleRNNOptions): SimpleRNN {
  return new SimpleRNN(options);
}
