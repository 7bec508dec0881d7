import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { ScheduleOf } from "../core/schedule";

/** Options of `InverseTimeDecay`. */
export interface InverseTimeDecayOptions {
  /** The learning rate of the first step. */
  initialLearningRate: number;
  /** Over how many steps it decays. */
  decaySteps: number;
  /** How fast it decays. */
  decayRate: number;
  /** Whether it decays at whole multiples of `decaySteps` only. */
  staircase?: boolean;
  name?: string;
}

/**
 * initialLearningRate / (1 + decayRate step / decaySteps).
 *
 * @throws ValueError for numbers that are none or out of range.
 * @example K.eval(new optimizers.schedules.InverseTimeDecay({ initialLearningRate: 1, decaySteps: 2, decayRate: 1 }).apply(K.constant(2))) // 0.5
 */
export class InverseTimeDecay extends ScheduleOf<InverseTimeDecayOptions> {
  static override className = "InverseTimeDecay";

  constructor(options: InverseTimeDecayOptions) {
    super(
      "InverseTimeDecay",
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
    const below = ops.add(1, ops.multiply(decayRate, staircase ? ops.floor(part) : part));
    return ops.divide(initialLearningRate, below);
  }
}
