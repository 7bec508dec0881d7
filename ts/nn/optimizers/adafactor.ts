import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Adafactor`. */
export interface AdafactorOptions extends OptimizerOptions {
  beta2Decay?: number;
  /** Added to squared gradients. */
  epsilon1?: number;
  /** The smallest scale of a weight. */
  epsilon2?: number;
  /** The largest root mean square of a step. */
  clipThreshold?: number;
  /** Whether the learning rate falls with the steps. */
  relativeStep?: boolean;
}

/**
 * Adam with the second moments of matrices kept as rows and columns (Shazeer and Stern, 2018).
 *
 * @example new optimizers.Adafactor().iterations // 0
 */
export class Adafactor extends Optimizer {
  static override className = "Adafactor";

  readonly beta2Decay: number;
  readonly epsilon1: number;
  readonly epsilon2: number;
  readonly clipThreshold: number;
  readonly relativeStep: boolean;
  #slots: { rows: Variable; columns: Variable; v: Variable }[] = [];

  constructor(options: AdafactorOptions = {}) {
    super("Adafactor", options, ["beta2Decay", "epsilon1", "epsilon2", "clipThreshold", "relativeStep"], 0.001);
    this.beta2Decay = options.beta2Decay ?? -0.8;
    this.epsilon1 = options.epsilon1 ?? 1e-30;
    this.epsilon2 = options.epsilon2 ?? 1e-3;
    this.clipThreshold = options.clipThreshold ?? 1;
    this.relativeStep = options.relativeStep ?? true;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => {
      const matrix = w.dims.length >= 2;
      const make = (dims: readonly number[]): Variable =>
        this.addState(w.name, matrix ? ops.zeros(dims) : ops.zeros([], { dtype: "int32" }));
      const rows = make(w.dims.slice(0, -1));
      const columns = make([...w.dims.slice(0, -2), ...w.dims.slice(-1)]);
      return { rows, columns, v: this.addSlot(w, "velocity") };
    });
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor, step: Tensor): void {
    const { rows, columns, v } = this.#slots[index]!;
    const rms = (x: Tensor): Tensor => ops.sqrt(ops.mean(ops.square(x)));
    const falling = ops.divide(1, ops.sqrt(step));
    const rate = ops.minimum(lr, falling);
    const length = ops.multiply(ops.maximum(rms(w.value), this.epsilon2), rate);
    const squares = ops.add(ops.square(g), this.epsilon1);
    const beta = ops.subtract(1, ops.power(step, this.beta2Decay));
    const blend = (old: Variable, x: Tensor): Tensor =>
      ops.add(ops.multiply(beta, old), ops.multiply(ops.subtract(1, beta), x));
    let second: Tensor;
    if (w.dims.length >= 2) {
      const r = blend(rows, ops.mean(squares, { axis: -1 }));
      const c = blend(columns, ops.mean(squares, { axis: -2 }));
      rows.assign(r);
      columns.assign(c);
      const share = ops.divide(r, ops.mean(r, { axis: -1, keepdims: true }));
      second = ops.multiply(ops.expandDims(share, -1), ops.expandDims(c, -2));
    } else second = blend(v, squares);
    v.assign(second);
    const change = ops.divide(g, ops.sqrt(second));
    const clipped = ops.divide(change, ops.maximum(1, ops.divide(rms(change), this.clipThreshold)));
    w.assign(ops.subtract(w, ops.multiply(length, clipped)));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      beta_2_decay: this.beta2Decay,
      epsilon_1: this.epsilon1,
      epsilon_2: this.epsilon2,
      clip_threshold: this.clipThreshold,
      relative_step: this.relativeStep,
    };
  }
}

/** Makes an `Adafactor` optimizer. */
export function adafactor(options: AdafactorOptions = {}): Adafactor {
  return new Adafactor(options);
}
