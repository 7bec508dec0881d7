import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { rest } from "../core/numeric";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Nadam`. */
export interface NadamOptions extends OptimizerOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/**
 * Adam with Nesterov momentum (Dozat, 2016).
 *
 * @example new optimizers.Nadam().iterations // 0
 */
export class Nadam extends Optimizer {
  static override className = "Nadam";

  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  #slots: { m: Variable; v: Variable }[] = [];
  #product: Variable | undefined;

  constructor(options: NadamOptions = {}) {
    super("Nadam", options, ["beta1", "beta2", "epsilon"], 0.001);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => ({ m: this.addSlot(w, "momentum"), v: this.addSlot(w, "velocity") }));
    this.#product = this.addState("variable", ops.ones([]));
  }

  protected override beforeSteps(step: Tensor): void {
    this.#product!.assign(ops.multiply(this.#product!, this.#momentum(step)));
  }

  /** The momentum of a step. */
  #momentum(step: Tensor): Tensor {
    return ops.multiply(this.beta1, ops.subtract(1, ops.multiply(0.5, ops.power(0.96, step))));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor, step: Tensor): void {
    const { m, v } = this.#slots[index]!;
    const first = ops.add(m, ops.multiply(ops.subtract(g, m), rest(this.beta1)));
    const second = ops.add(v, ops.multiply(ops.subtract(ops.square(g), v), rest(this.beta2)));
    m.assign(first);
    v.assign(second);
    const now = this.#momentum(step);
    const next = this.#momentum(ops.add(step, 1));
    const product = this.#product!.value;
    const mean = ops.add(
      ops.divide(ops.multiply(next, first), ops.subtract(1, ops.multiply(product, next))),
      ops.divide(ops.multiply(ops.subtract(1, now), g), ops.subtract(1, product)),
    );
    const spread = ops.divide(second, ops.subtract(1, ops.power(this.beta2, step)));
    const change = ops.divide(ops.multiply(mean, lr), ops.add(ops.sqrt(spread), this.epsilon));
    w.assign(ops.subtract(w, change));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2, epsilon: this.epsilon };
  }
}

/** Makes a `Nadam` optimizer. */
export function nadam(options: NadamOptions = {}): Nadam {
  return new Nadam(options);
}
