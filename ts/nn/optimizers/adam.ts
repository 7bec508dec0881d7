import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import { adam as update } from "../../ops/adam";
import * as ops from "../../ops/gen/public";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Adam`. */
export interface AdamOptions extends OptimizerOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Keeps the largest second moment (Reddi et al., 2018). */
  amsgrad?: boolean;
}

/**
 * Adam (Kingma and Ba, 2014), with epsilon outside the bias correction, as in Keras.
 *
 * @example new optimizers.Adam().iterations // 0
 */
export class Adam extends Optimizer {
  static override className = "Adam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
  #slots: { m: Variable; v: Variable }[] = [];
  #largest: Variable[] = [];
  #alpha: { step: Tensor; value: Tensor } | undefined;

  constructor(options: AdamOptions = {}, className = "Adam") {
    super(className, options, ["beta1", "beta2", "epsilon", "amsgrad"], 0.001);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
    this.amsgrad = options.amsgrad ?? false;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => ({ m: this.addSlot(w, "momentum"), v: this.addSlot(w, "velocity") }));
    if (this.amsgrad) this.#largest = variables.map((w) => this.addSlot(w, "velocity_hat"));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor, step: Tensor): void {
    const { m, v } = this.#slots[index]!;
    const { beta1, beta2, epsilon } = this;
    const alpha = this.#rate(lr, step);
    if (this.inPlace(w) && !this.amsgrad) {
      update(w, m, v, g, alpha, { beta1, beta2, epsilon });
      return;
    }
    const first = ops.add(m, ops.multiply(ops.subtract(g, m), 1 - beta1));
    let second = ops.add(v, ops.multiply(ops.subtract(ops.square(g), v), 1 - beta2));
    m.assign(first);
    v.assign(second);
    const largest = this.#largest[index];
    if (largest) {
      second = ops.maximum(largest, second);
      largest.assign(second);
    }
    w.assign(ops.subtract(w, ops.divide(ops.multiply(first, alpha), ops.add(ops.sqrt(second), epsilon))));
  }

  /** The learning rate with the bias correction: the same for all variables of a step. */
  #rate(lr: Tensor, step: Tensor): Tensor {
    if (this.#alpha?.step === step) return this.#alpha.value;
    const [power1, power2] = [ops.power(this.beta1, step), ops.power(this.beta2, step)];
    const value = ops.divide(ops.multiply(lr, ops.sqrt(ops.subtract(1, power2))), ops.subtract(1, power1));
    this.#alpha = { step, value };
    return value;
  }

  override getConfig(): Config {
    const { beta1: beta_1, beta2: beta_2, epsilon, amsgrad } = this;
    return { ...super.getConfig(), beta_1, beta_2, epsilon, amsgrad };
  }
}

/** Makes an `Adam` optimizer. */
export function adam(options: AdamOptions = {}): Adam {
  return new Adam(options);
}
