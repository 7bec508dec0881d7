import type { Config } from "../nn/core/serialize";
import { GATED_KEYS } from "./core/gated_cell";
import { layerOptions } from "./core/options";
import { RECURRENT_KEYS, type RecurrentOptions } from "./core/recurrent";
import { UnitRecurrent } from "./core/unit_recurrent";
import { GRUCell, type GRUCellOptions } from "./gru_cell";

/** Options of `GRU`. */
export interface GRUOptions extends GRUCellOptions, RecurrentOptions {
  /** "auto" or false: there is no cuDNN. */
  useCudnn?: "auto" | boolean;
}

/**
 * A gated recurrent unit (Cho et al., 2014).
 *
 * Input [batch, steps, features], output [batch, units], or [batch, steps, units] with `returnSequences`; the last state
 * comes behind it with `returnState`. `apply(x, { initialState, mask })` takes a first state and a mask. With tanh,
 * sigmoid and `resetAfter` all steps are one instruction.
 *
 * @throws ShapeError when the input's features differ from what the layer was built for.
 * @example layers.gru({ units: 3, returnSequences: true }).apply(ops.ones([2, 5, 4])).shape // [ 2, 5, 3 ]
 */
export class GRU extends UnitRecurrent<GRUCell> {
  static override className = "GRU";

  constructor(options: GRUOptions) {
    const own = layerOptions("GRU", options, [...GATED_KEYS, "resetAfter", ...RECURRENT_KEYS, "useCudnn"]);
    super(own, "gru_cell", ["resetAfter", ...GATED_KEYS], (cell) => new GRUCell(cell as unknown as GRUCellOptions));
  }

  override getConfig(): Config {
    const behind = { reset_after: this.part.resetAfter, seed: this.part.seed };
    return { ...super.getConfig(), ...this.unitConfig(), ...behind };
  }
}

/** Makes a `GRU` layer. */
export function gru(options: GRUOptions): GRU {
  return new GRU(options);
}
