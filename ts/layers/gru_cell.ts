import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { gru } from "../ops/gru";
import type { Passage, ScanCall } from "./core/cell";
import { GATED_KEYS, type GatedOptions } from "./core/gated_cell";
import { layerOptions } from "./core/options";
import { UnitCell } from "./core/unit_cell";

/** Options of `GRUCell`. */
export interface GRUCellOptions extends GatedOptions {
  /** Whether the reset gate comes after the product with the recurrent kernel; true by default. */
  resetAfter?: boolean;
}

/**
 * One step of a gated recurrent unit (Cho et al., 2014).
 *
 * Input [batch, features] and state [batch, units]; gives the output and the new state, which are the same.
 *
 * @throws ShapeError when the input's features differ from what the cell was built for.
 * @example layers.gruCell({ units: 3 }).applyAll(ops.ones([2, 4]), { states: [ops.zeros([2, 3])] })[0].shape // [ 2, 3 ]
 */
export class GRUCell extends UnitCell {
  static override className = "GRUCell";
  readonly stateSize: number;
  readonly resetAfter: boolean;

  constructor(options: GRUCellOptions) {
    const own = layerOptions("GRUCell", options, [...GATED_KEYS, "resetAfter"]);
    super(own, 3);
    this.resetAfter = own.resetAfter ?? true;
    this.stateSize = this.units;
  }

  protected override biasShape(width: number): Shape {
    return this.resetAfter ? [2, width] : [width];
  }

  protected override inputBias(): Tensor | undefined {
    return this.resetAfter ? this.#bias(0) : this.bias?.value;
  }

  #bias(row: number): Tensor | undefined {
    const width = 3 * this.units;
    return this.bias && ops.reshape(ops.slice(this.bias, [row, 0], [1, width]), [width]);
  }

  override scan(x: Tensor, call: ScanCall): Passage {
    const repeats = call.unroll && call.mask && call.states;
    if (!this.resetAfter || !this.plain(call.training) || repeats) return super.scan(x, call);
    const slots = gru(this.project(x, call.training), this.recurrentKernel.value, this.#bias(1), call);
    return this.passage(slots, 1, call.reverse);
  }

  protected override advance(z: Tensor, states: readonly Tensor[], masks: readonly Tensor[] | undefined): Tensor[] {
    const { units } = this;
    const gate = this.recurrentActivation!.fn;
    const h = states[0]!;
    const part = (x: Tensor, i: number, count = 1): Tensor => ops.slice(x, [0, i * units], [x.dims[0]!, count * units]);
    const columns = (i: number, count: number): Tensor => part(this.recurrentKernel.value, i, count);
    let update: Tensor;
    let candidate: Tensor;
    if (this.resetAfter) {
      const bias = this.#bias(1);
      const product = this.recurrent(h, masks);
      const inner = bias ? ops.add(product, bias) : product;
      const gates = gate(ops.add(part(z, 0, 2), part(inner, 0, 2)));
      update = part(gates, 0);
      candidate = ops.multiply(part(gates, 1), part(inner, 2));
    } else {
      const gates = gate(ops.add(part(z, 0, 2), this.recurrent(h, masks?.slice(0, 2), columns(0, 2))));
      update = part(gates, 0);
      candidate = this.recurrent(ops.multiply(part(gates, 1), h), masks?.slice(2), columns(2, 1));
    }
    const fresh = this.activation.fn(ops.add(part(z, 2), candidate));
    const output = ops.add(ops.multiply(update, h), ops.multiply(ops.subtract(1, update), fresh));
    return [output, output];
  }

  override getConfig(): Config {
    const behind = { reset_after: this.resetAfter, seed: this.seed };
    return { ...super.getConfig(), units: this.units, ...this.gateConfig(), ...behind };
  }
}

/** Makes a `GRUCell`. */
export function gruCell(options: GRUCellOptions): GRUCell {
  return new GRUCell(options);
}
