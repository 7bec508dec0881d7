import { type Config, optionsFrom } from "../nn/core/serialize";
import { checkCell, type RecurrentCell } from "./core/cell";
import { layerOptions } from "./core/options";
import { partConfig, partFrom, type ReadPart } from "./core/part";
import { RECURRENT_KEYS, Recurrent, type RecurrentOptions } from "./core/recurrent";
import { StackedRNNCells } from "./stacked_rnn_cells";

/** Options of `RNN`. */
export interface RNNOptions extends RecurrentOptions {
  /** A cell, or a list of cells, which become a stack. */
  cell: RecurrentCell | readonly RecurrentCell[];
}

/**
 * Runs a cell over the steps of a sequence. A cell of your own is a layer with `stateSize` whose
 * `call(x, { states, training })` gives `[output, ...newStates]`.
 *
 * Input [batch, steps, ...], output [batch, features], or [batch, steps, features] with `returnSequences`; the last
 * states come behind it with `returnState`. `apply(x, { initialState, mask })` takes first states and a mask.
 *
 * @throws ValueError when the cell is none.
 * @example layers.rnn({ cell: layers.lstmCell({ units: 3 }), returnSequences: true }).apply(ops.ones([2, 5, 4])).shape // [ 2, 5, 3 ]
 */
export class RNN extends Recurrent {
  static override className = "RNN";

  constructor(options: RNNOptions) {
    const own = layerOptions("RNN", options, ["cell", ...RECURRENT_KEYS]);
    const cells = Array.isArray(own.cell)
      ? new StackedRNNCells({ cells: own.cell as RecurrentCell[] })
      : (own.cell as RecurrentCell);
    super(own, checkCell(own.name ?? "RNN", "cell", cells));
  }

  protected override get axes(): readonly string[] {
    return ["batch", "steps", "..."];
  }

  override getConfig(): Config {
    return { ...super.getConfig(), cell: partConfig(this.cell) };
  }

  /** A layer from Keras's config. */
  static fromConfig(config: Config, read?: ReadPart): RNN {
    const { cell, ...rest } = config;
    const made = partFrom("RNN", "cell", cell, read) as unknown as RecurrentCell;
    return new RNN({ ...(optionsFrom(rest) as RecurrentOptions), cell: made });
  }
}

/** Makes an `RNN`. */
export function rnn(options: RNNOptions): RNN {
  return new RNN(options);
}
