import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { rest } from "../core/numeric";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Lion`. */
export interface LionOptions extends OptimizerOptions {
  beta1?: number;
  beta2?: number;
}

/**
 * Steps by the sign of a blended momentum (Chen et al., 2023).
 *
 * @example new optimizers.Lion().iterations // 0
 */
export class Lion extends Optimizer {
  static override className = "Lion";

  readonly beta1: number;
  readonly beta2: number;
  #momentums: Variable[] = [];

  constructor(options: LionOptions = {}) {
    super("Lion", options, ["beta1", "beta2"], 0.001);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.99;
    if (!(this.beta1 > 0 && this.beta1 <= 1)) {
      throw new ValueError("Lion", "beta1 is out of range", {
        expected: "a number above 0, at most 1",
        received: { beta1: this.beta1 },
      });
    }
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#momentums = variables.map((w) => this.addSlot(w, "momentum"));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor): void {
    const m = this.#momentums[index]!;
    const blend = (beta: number): Tensor => ops.add(ops.multiply(m, beta), ops.multiply(g, rest(beta)));
    const next = blend(this.beta2);
    w.assign(ops.subtract(w, ops.multiply(lr, ops.sign(blend(this.beta1)))));
    m.assign(next);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2 };
  }
}

/** Makes a `Lion` optimizer. */
export function lion(options: LionOptions = {}): Lion {
  return new Lion(options);
}
