import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { rmsprop as update } from "../../ops/rmsprop";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `RMSprop`. */
export interface RMSpropOptions extends OptimizerOptions {
  rho?: number;
  momentum?: number;
  epsilon?: number;
  /** Subtracts the squared mean of the gradient. */
  centered?: boolean;
}

/**
 * RMSprop (Hinton, 2012), with epsilon inside the root, as in Keras.
 *
 * @example new optimizers.RMSprop().learningRate < 0.0011 // true
 */
export class RMSprop extends Optimizer {
  static override className = "RMSprop";
  static aliases: readonly string[] = ["rmsprop"];
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
  #velocities: Variable[] = [];
  #momentums: Variable[] = [];
  #means: Variable[] = [];

  constructor(options: RMSpropOptions = {}) {
    super("RMSprop", options, ["rho", "momentum", "epsilon", "centered"], 0.001);
    this.rho = options.rho ?? 0.9;
    this.momentum = options.momentum ?? 0;
    this.epsilon = options.epsilon ?? 1e-7;
    this.centered = options.centered ?? false;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#velocities = variables.map((w) => this.addSlot(w, "velocity"));
    if (this.momentum > 0) this.#momentums = variables.map((w) => this.addSlot(w, "momentum"));
    if (this.centered) this.#means = variables.map((w) => this.addSlot(w, "average_gradient"));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor): void {
    const v = this.#velocities[index]!;
    const { rho, epsilon } = this;
    if (this.inPlace(w) && this.momentum <= 0 && !this.centered) {
      update(w, v, g, lr, { rho, epsilon });
      return;
    }
    const velocity = ops.add(ops.multiply(rho, v), ops.multiply(1 - rho, ops.square(g)));
    v.assign(velocity);
    let spread = velocity;
    const mean = this.#means[index];
    if (mean) {
      const next = ops.add(ops.multiply(rho, mean), ops.multiply(1 - rho, g));
      mean.assign(next);
      spread = ops.subtract(velocity, ops.square(next));
    }
    const increment = ops.divide(ops.multiply(g, lr), ops.sqrt(ops.add(spread, epsilon)));
    const momentum = this.#momentums[index];
    if (!momentum) {
      w.assign(ops.subtract(w, increment));
      return;
    }
    const next = ops.add(ops.multiply(this.momentum, momentum), increment);
    momentum.assign(next);
    w.assign(ops.subtract(w, next));
  }

  override getConfig(): Config {
    const { rho, momentum, epsilon, centered } = this;
    return { ...super.getConfig(), rho, momentum, epsilon, centered };
  }
}

/** Makes an `RMSprop` optimizer. */
export function rmsprop(options: RMSpropOptions = {}): RMSprop {
  return new RMSprop(options);
}
