import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { sgd as descend, sgdMomentum } from "../../ops/sgd";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `SGD`. */
export interface SGDOptions extends OptimizerOptions {
  /** 0 (the default) or more: how much of the last step stays. */
  momentum?: number;
  nesterov?: boolean;
}

/**
 * Gradient descent: w -= lr g; with momentum v = momentum v - lr g, w += v.
 *
 * @example new optimizers.SGD({ learningRate: 0.5 }).learningRate // 0.5
 */
export class SGD extends Optimizer {
  static override className = "SGD";
  static aliases: readonly string[] = ["sgd"];
  readonly momentum: number;
  readonly nesterov: boolean;
  #momentums: Variable[] = [];

  constructor(options: SGDOptions = {}) {
    super("SGD", options, ["momentum", "nesterov"], 0.01);
    this.momentum = options.momentum ?? 0;
    this.nesterov = options.nesterov ?? false;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    if (this.momentum !== 0) this.#momentums = variables.map((variable) => this.addSlot(variable, "momentum"));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor): void {
    const v = this.#momentums[index];
    if (this.inPlace(w)) {
      if (v) sgdMomentum(w, v, g, lr, this.momentum, this.nesterov);
      else descend(w, g, lr);
      return;
    }
    const change = ops.multiply(g, lr);
    if (!v) {
      w.assign(ops.subtract(w, change));
      return;
    }
    const velocity = ops.subtract(ops.multiply(v, this.momentum), change);
    v.assign(velocity);
    w.assign(ops.add(w, this.nesterov ? ops.subtract(ops.multiply(velocity, this.momentum), change) : velocity));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), momentum: this.momentum, nesterov: this.nesterov };
  }
}

/** Makes an `SGD` optimizer. */
export function sgd(options: SGDOptions = {}): SGD {
  return new SGD(options);
}
