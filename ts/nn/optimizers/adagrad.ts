import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

/** Options of `Adagrad`. */
export interface AdagradOptions extends OptimizerOptions {
  /** What the sums of squares start from; 0.1 by default. */
  initialAccumulatorValue?: number;
  epsilon?: number;
}

/**
 * Adagrad (Duchi et al., 2011), with epsilon inside the root, as in Keras.
 *
 * @example new optimizers.Adagrad().initialAccumulatorValue // 0.1
 */
export class Adagrad extends Optimizer {
  static override className = "Adagrad";
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;
  #accumulators: Variable[] = [];

  constructor(options: AdagradOptions = {}) {
    super("Adagrad", options, ["initialAccumulatorValue", "epsilon"], 0.001);
    this.initialAccumulatorValue = options.initialAccumulatorValue ?? 0.1;
    this.epsilon = options.epsilon ?? 1e-7;
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#accumulators = variables.map((w) =>
      this.addSlot(w, "accumulator", ops.full(w.dims, this.initialAccumulatorValue)),
    );
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor): void {
    const sum = this.#accumulators[index]!;
    const next = ops.add(sum, ops.square(g));
    sum.assign(next);
    w.assign(ops.subtract(w, ops.divide(ops.multiply(lr, g), ops.sqrt(ops.add(next, this.epsilon)))));
  }

  override getConfig(): Config {
    const { initialAccumulatorValue: initial_accumulator_value, epsilon } = this;
    return { ...super.getConfig(), initial_accumulator_value, epsilon };
  }
}

/** Makes an `Adagrad` optimizer. */
export function adagrad(options: AdagradOptions = {}): Adagrad {
  return new Adagrad(options);
}
