import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { simpleRnn } from "../ops/simple_rnn";
import type { Passage, ScanCall } from "./core/cell";
import { UNIT_KEYS, type UnitOptions } from "./core/gated_cell";
import { layerOptions } from "./core/options";
import { UnitCell } from "./core/unit_cell";

/**
 * One step of a simple recurrent layer: activation(x kernel + h recurrentKernel + bias).
 *
 * Input [batch, features] and state [batch, units]; gives the output and the new state, which are the same.
 *
 * @throws ShapeError when the input's features differ from what the cell was built for.
 * @example layers.simpleRNNCell({ units: 3 }).applyAll(ops.ones([2, 4]), { states: [ops.zeros([2, 3])] })[0].shape // [ 2, 3 ]
 */
export class SimpleRNNCell extends UnitCell {
  static override className = "SimpleRNNCell";
  readonly stateSize: number;

  constructor(options: UnitOptions) {
    super(layerOptions("SimpleRNNCell", options, UNIT_KEYS), 1);
    this.stateSize = this.units;
  }

  override scan(x: Tensor, call: ScanCall): Passage {
    const repeats = call.unroll && call.mask && call.states;
    if (!this.plain(call.training) || repeats) return super.scan(x, call);
    const slots = simpleRnn(this.project(x, call.training), this.recurrentKernel.value, call);
    return this.passage(slots, 1, call.reverse);
  }

  protected override advance(z: Tensor, [h]: readonly Tensor[], masks: readonly Tensor[] | undefined): Tensor[] {
    const output = this.activation.fn(ops.add(z, this.recurrent(h!, masks)));
    return [output, output];
  }

  override getConfig(): Config {
    return { ...super.getConfig(), units: this.units, ...this.gateConfig(), seed: this.seed };
  }
}

/** Makes a `SimpleRNNCell`. */
export function simpleRNNCell(options: UnitOptions): SimpleRNNCell {
  return new SimpleRNNCell(options);
}
