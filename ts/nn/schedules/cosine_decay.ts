import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { ScheduleOf } from "../core/schedule";

/** Options of `CosineDecay`. */
export interface CosineDecayOptions {
  /** The learning rate of the first step. */
  initialLearningRate: number;
  /** Over how many steps it decays. */
  decaySteps: number;
  /** The part of the learning rate that stays; 0 by default. */
  alpha?: number;
  /** Where the warm-up ends; none by default. */
  warmupTarget?: number | null;
  /** How many steps the warm-up takes. */
  warmupSteps?: number;
  name?: string;
}

/**
 * Along half a cosine, after a warm-up along a line (Loshchilov and Hutter, 2016).
 *
 * @throws ValueError for numbers that are none or out of range.
 * @example K.eval(new optimizers.schedules.CosineDecay({ initialLearningRate: 1, decaySteps: 4 }).apply(K.constant(4))) // 0
 */
export class CosineDecay extends ScheduleOf<CosineDecayOptions> {
  static override className = "CosineDecay";

  constructor(options: CosineDecayOptions) {
    super(
      "CosineDecay",
      options,
      { alpha: 0, warmupTarget: null, warmupSteps: 0 },
      ["initialLearningRate", "decaySteps", "alpha", "name", "warmupTarget", "warmupSteps"],
      ["initialLearningRate", "decaySteps"],
    );
  }

  override apply(step: Tensor): Tensor {
    const { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps } = this.options;
    const taken = ops.cast(step, "float32");
    const decayed = (at: Tensor, from: number): Tensor => {
      const wave = ops.multiply(0.5, ops.add(1, ops.cos(ops.multiply(Math.PI, ops.divide(at, decaySteps)))));
      return ops.multiply(from, ops.add(ops.multiply(1 - alpha, wave), alpha));
    };
    if (warmupTarget === null) return decayed(ops.minimum(taken, decaySteps), initialLearningRate);
    const at = ops.minimum(taken, decaySteps + warmupSteps);
    const later = decayed(ops.subtract(at, warmupSteps), warmupTarget);
    if (warmupSteps <= 0) return later;
    const rise = ops.multiply(warmupTarget - initialLearningRate, ops.divide(at, warmupSteps));
    return ops.where(ops.less(at, warmupSteps), ops.add(rise, initialLearningRate), later);
  }
}
