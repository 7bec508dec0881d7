import type { Dims } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { lstm } from "../ops/lstm";
import type { Passage, ScanCall } from "./core/cell";
import { ForgetBias } from "./core/forget_bias";
import { GATED_KEYS, type GatedOptions } from "./core/gated_cell";
import { layerOptions } from "./core/options";
import { UnitCell } from "./core/unit_cell";

/** Options of `LSTMCell`. */
export interface LSTMCellOptions extends GatedOptions {
  /** Whether the bias of the forget gate begins with 1; true by default. */
  unitForgetBias?: boolean;
}

/**
 * One step of a long short-term memory (Hochreiter and Schmidhuber, 1997).
 *
 * Input [batch, features] and states h and c [batch, units]; gives the output and the new states.
 *
 * @throws ShapeError when the input's features differ from what the cell was built for.
 * @example layers.lstmCell({ units: 3 }).applyAll(ops.ones([2, 4]), { states: [ops.zeros([2, 3]), ops.zeros([2, 3])] }).length // 3
 */
export class LSTMCell extends UnitCell {
  static override className = "LSTMCell";
  readonly stateSize: readonly [number, number];
  readonly unitForgetBias: boolean;

  constructor(options: LSTMCellOptions) {
    const own = layerOptions("LSTMCell", options, [...GATED_KEYS, "unitForgetBias"]);
    super(own, 4);
    this.unitForgetBias = own.unitForgetBias ?? true;
    this.stateSize = [this.units, this.units];
  }

  protected override biasInitializer(): ForgetBias["inner"] {
    return this.unitForgetBias ? new ForgetBias(this.initializers.bias) : this.initializers.bias;
  }

  override scan(x: Tensor, call: ScanCall): Passage {
    const repeats = call.unroll && call.mask && call.states;
    if (!this.plain(call.training) || repeats) return super.scan(x, call);
    const slots = lstm(this.project(x, call.training), this.recurrentKernel.value, call);
    return this.passage(slots, 2, call.reverse);
  }

  protected override advance(z: Tensor, states: readonly Tensor[], masks: readonly Tensor[] | undefined): Tensor[] {
    const [h, c] = states as [Tensor, Tensor];
    const gate = this.recurrentActivation!.fn;
    const all = ops.add(z, this.recurrent(h, masks));
    const part = (i: number): Tensor => ops.slice(all, [0, i * this.units], [all.dims[0]!, this.units] as Dims);
    const cell = ops.add(ops.multiply(gate(part(1)), c), ops.multiply(gate(part(0)), this.activation.fn(part(2))));
    const output = ops.multiply(gate(part(3)), this.activation.fn(cell));
    return [output, output, cell];
  }

  override getConfig(): Config {
    const bias = { unit_forget_bias: this.unitForgetBias };
    return { ...super.getConfig(), units: this.units, ...this.gateConfig({ bias }), seed: this.seed };
  }
}

/** Makes an `LSTMCell`. */
export function lstmCell(options: LSTMCellOptions): LSTMCell {
  return new LSTMCell(options);
}
