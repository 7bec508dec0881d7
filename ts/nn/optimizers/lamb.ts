import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Lamb`. */
export interface LambOptions extends OptimizerOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/**
 * Adam with a step for each layer as long as its weights allow (You et al., 2019).
 *
 * @example new optimizers.Lamb().iterations // 0
 */
export class Lamb extends Optimizer {
  static override className = "Lamb";

  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  #slots: { m: Variable; v: Variable }[] = [];

  constructor(options: LambOptions = {}) {
    super("Lamb", options, ["beta1", "beta2", "epsilon"], 0.001);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => ({ m: this.addSlot(w, "momentum"), v: this.addSlot(w, "velocity") }));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor, step: Tensor): void {
    const { m, v } = this.#slots[index]!;
    const first = ops.add(m, ops.multiply(ops.subtract(g, m), 1 - this.beta1));
    const second = ops.add(v, ops.multiply(ops.subtract(ops.square(g), v), 1 - this.beta2));
    m.assign(first);
    v.assign(second);
    const mean = ops.divide(first, ops.subtract(1, ops.power(this.beta1, step)));
    const spread = ops.divide(second, ops.subtract(1, ops.power(this.beta2, step)));
    const change = ops.divide(mean, ops.add(ops.sqrt(spread), this.epsilon));
    const norm = (x: Tensor): Tensor => ops.sqrt(ops.sum(ops.square(x)));
    const [long, short] = [norm(w.value), norm(change)];
    const some = ops.logicalAnd(ops.greater(long, 0), ops.greater(short, 0));
    const ratio = ops.where(some, ops.divide(long, ops.where(some, short, 1)), 1);
    w.assign(ops.subtract(w, ops.multiply(ops.multiply(ratio, lr), change)));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2, epsilon: this.epsilon };
  }
}

/** Makes a `Lamb` optimizer. */
export function lamb(options: LambOptions = {}): Lamb {
  return new Lamb(options);
}
