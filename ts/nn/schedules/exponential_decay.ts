import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { ScheduleOf } from "../core/schedule";

/** Options of `ExponentialDecay`. */
export interface ExponentialDecayOptions {
  /** The learning rate of the first step. */
  initialLearningRate: number;
  /** Over how many steps it decays. */
  decaySteps: number;
  /** The factor of `decaySteps` steps. */
  decayRate: number;
  /** Whether it decays at whole multiples of `decaySteps` only. */
  staircase?: boolean;
  name?: string;
}

/**
 * initialLearningRate decayRate^(step / decaySteps).
 *
 * @throws ValueError for numbers that are none or out of range.
 * @example K.eval(new optimizers.schedules.ExponentialDecay({ initialLearningRate: 1, decaySteps: 2, decayRate: 0.5 }).apply(K.constant(2))) // 0.5
 */
export class ExponentialDecay extends ScheduleOf<ExponentialDecayOptions> {
  static override className = "ExponentialDecay";

  constructor(options: ExponentialDecayOptions) {
    super(
      "ExponentialDecay",
      options,
      { staircase: false },
      ["initialLearningRate", "decaySteps", "decayRate", "staircase", "name"],
      ["initialLearningRate", "decaySteps", "decayRate"],
    );
  }

  override apply(step: Tensor): Tensor {
    const { initialLearningRate, decaySteps, decayRate, staircase } = this.options;
    const taken = ops.cast(step, "float32");
    const part = ops.divide(taken, decaySteps);
    return ops.multiply(initialLearningRate, ops.power(decayRate, staircase ? ops.floor(part) : part));
  }
}
