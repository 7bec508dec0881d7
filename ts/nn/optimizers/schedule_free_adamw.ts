import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { rest } from "../core/numeric";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `ScheduleFreeAdamW`. */
export interface ScheduleFreeAdamWOptions extends OptimizerOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Over how many steps the learning rate rises; 0 by default. */
  warmupSteps?: number;
}

/**
 * Adam that averages its weights instead of lowering its learning rate (Defazio et al., 2024).
 *
 * @example new optimizers.ScheduleFreeAdamW().iterations // 0
 */
export class ScheduleFreeAdamW extends Optimizer {
  static override className = "ScheduleFreeAdamW";

  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly warmupSteps: number;
  #slots: { m: Variable; v: Variable }[] = [];

  constructor(options: ScheduleFreeAdamWOptions = {}) {
    super("ScheduleFreeAdamW", options, ["beta1", "beta2", "epsilon", "warmupSteps"], 0.0025);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-8;
    this.warmupSteps = options.warmupSteps ?? 0;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => ({ m: this.addSlot(w, "momentum", w.value), v: this.addSlot(w, "velocity") }));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor, step: Tensor): void {
    const { m, v } = this.#slots[index]!;
    const { beta1, beta2, epsilon, warmupSteps } = this;
    const rate = warmupSteps > 0 ? ops.multiply(lr, ops.minimum(ops.divide(step, warmupSteps), 1)) : lr;
    const second = ops.add(v, ops.multiply(ops.subtract(ops.square(g), v), rest(beta2)));
    v.assign(second);
    const root = ops.sqrt(ops.divide(second, ops.subtract(1, ops.power(beta2, step))));
    const next = ops.subtract(m, ops.divide(ops.multiply(rate, g), ops.add(root, epsilon)));
    // What is trained lies between the average and the newest weights.
    const average = ops.divide(ops.subtract(w, ops.multiply(rest(beta1), m)), beta1);
    const part = ops.divide(1, step);
    const moved = ops.add(ops.multiply(ops.subtract(1, part), average), ops.multiply(part, next));
    m.assign(next);
    w.assign(ops.add(ops.multiply(rest(beta1), next), ops.multiply(beta1, moved)));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      beta_1: this.beta1,
      beta_2: this.beta2,
      epsilon: this.epsilon,
      warmup_steps: this.warmupSteps,
    };
  }
}

/** Makes a `ScheduleFreeAdamW` optimizer. */
export function scheduleFreeAdamW(options: ScheduleFreeAdamWOptions = {}): ScheduleFreeAdamW {
  return new ScheduleFreeAdamW(options);
}
