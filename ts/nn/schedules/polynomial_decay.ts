import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { ScheduleOf } from "../core/schedule";

/** Options of `PolynomialDecay`. */
export interface PolynomialDecayOptions {
  /** The learning rate of the first step. */
  initialLearningRate: number;
  /** Over how many steps it decays. */
  decaySteps: number;
  /** Where it ends; 0.0001 by default. */
  endLearningRate?: number;
  /** 1, a line, by default. */
  power?: number;
  /** Whether it starts anew when it has ended. */
  cycle?: boolean;
  name?: string;
}

/**
 * From one learning rate to another along a power of the steps left.
 *
 * @throws ValueError for numbers that are none or out of range.
 * @example K.eval(new optimizers.schedules.PolynomialDecay({ initialLearningRate: 1, decaySteps: 4, endLearningRate: 0.5 }).apply(K.constant(2))) // 0.75
 */
export class PolynomialDecay extends ScheduleOf<PolynomialDecayOptions> {
  static override className = "PolynomialDecay";

  constructor(options: PolynomialDecayOptions) {
    super(
      "PolynomialDecay",
      options,
      { endLearningRate: 0.0001, power: 1, cycle: false },
      ["initialLearningRate", "decaySteps", "endLearningRate", "power", "cycle", "name"],
      ["initialLearningRate", "decaySteps"],
    );
  }

  override apply(step: Tensor): Tensor {
    const { initialLearningRate, decaySteps, endLearningRate, power, cycle } = this.options;
    const taken = ops.cast(step, "float32");
    const rounds = ops.where(ops.equal(taken, 0), 1, ops.ceil(ops.divide(taken, decaySteps)));
    const all = cycle ? ops.multiply(decaySteps, rounds) : ops.full([], decaySteps);
    const part = ops.divide(cycle ? taken : ops.minimum(taken, decaySteps), all);
    const left = ops.power(ops.subtract(1, part), power);
    return ops.add(ops.multiply(initialLearningRate - endLearningRate, left), endLearningRate);
  }
}
