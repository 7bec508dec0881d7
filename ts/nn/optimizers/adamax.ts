import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Adamax`. */
export interface AdamaxOptions extends OptimizerOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/**
 * Adamax, Adam with the largest gradient in the place of the second moment (Kingma and Ba, 2014).
 *
 * @example new optimizers.Adamax().iterations // 0
 */
export class Adamax extends Optimizer {
  static override className = "Adamax";

  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  #slots: { m: Variable; u: Variable }[] = [];

  constructor(options: AdamaxOptions = {}) {
    super("Adamax", options, ["beta1", "beta2", "epsilon"], 0.001);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => ({ m: this.addSlot(w, "momentum"), u: this.addSlot(w, "norm") }));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor, step: Tensor): void {
    const { m, u } = this.#slots[index]!;
    const first = ops.add(m, ops.multiply(ops.subtract(g, m), 1 - this.beta1));
    const norm = ops.maximum(ops.multiply(this.beta2, u), ops.absolute(g));
    m.assign(first);
    u.assign(norm);
    const below = ops.multiply(ops.subtract(1, ops.power(this.beta1, step)), ops.add(norm, this.epsilon));
    w.assign(ops.subtract(w, ops.divide(ops.multiply(lr, first), below)));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2, epsilon: this.epsilon };
  }
}

/** Makes an `Adamax` optimizer. */
export function adamax(options: AdamaxOptions = {}): Adamax {
  return new Adamax(options);
}
