import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Adadelta`. */
export interface AdadeltaOptions extends OptimizerOptions {
  rho?: number;
  epsilon?: number;
}

/**
 * Adadelta (Zeiler, 2012), with epsilon inside the roots, as in Keras.
 *
 * @example new optimizers.Adadelta().iterations // 0
 */
export class Adadelta extends Optimizer {
  static override className = "Adadelta";

  readonly rho: number;
  readonly epsilon: number;
  #slots: { grad: Variable; delta: Variable }[] = [];

  constructor(options: AdadeltaOptions = {}) {
    super("Adadelta", options, ["rho", "epsilon"], 0.001);
    this.rho = options.rho ?? 0.95;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => ({
      grad: this.addSlot(w, "accumulated_grad"),
      delta: this.addSlot(w, "accumulated_delta_var"),
    }));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor): void {
    const { grad, delta } = this.#slots[index]!;
    const blend = (old: Variable, x: Tensor): Tensor =>
      ops.add(ops.multiply(this.rho, old), ops.multiply(1 - this.rho, ops.square(x)));
    const root = (x: Tensor): Tensor => ops.sqrt(ops.add(x, this.epsilon));
    const squares = blend(grad, g);
    const change = ops.negative(ops.divide(ops.multiply(root(delta.value), g), root(squares)));
    grad.assign(squares);
    delta.assign(blend(delta, change));
    w.assign(ops.add(w, ops.multiply(lr, change)));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), rho: this.rho, epsilon: this.epsilon };
  }
}

/** Makes an `Adadelta` optimizer. */
export function adadelta(options: AdadeltaOptions = {}): Adadelta {
  return new Adadelta(options);
}
