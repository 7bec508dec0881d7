import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { ScheduleOf } from "../core/schedule";

/** Options of `CosineDecayRestarts`. */
export interface CosineDecayRestartsOptions {
  /** The learning rate of the first step. */
  initialLearningRate: number;
  /** The length of the first time. */
  firstDecaySteps: number;
  /** How much longer each time is; 2 by default. */
  tMul?: number;
  /** How much higher each time starts; 1 by default. */
  mMul?: number;
  /** The part of the learning rate that stays; 0 by default. */
  alpha?: number;
  name?: string;
}

/**
 * Along half a cosine again and again, each time longer and lower (Loshchilov and Hutter, 2016).
 *
 * @throws ValueError for numbers that are none or out of range.
 * @example K.eval(new optimizers.schedules.CosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 4 }).apply(K.constant(4))) // 1
 */
export class CosineDecayRestarts extends ScheduleOf<CosineDecayRestartsOptions> {
  static override className = "CosineDecayRestarts";

  constructor(options: CosineDecayRestartsOptions) {
    super(
      "CosineDecayRestarts",
      options,
      { tMul: 2, mMul: 1, alpha: 0 },
      ["initialLearningRate", "firstDecaySteps", "tMul", "mMul", "alpha", "name"],
      ["initialLearningRate", "firstDecaySteps"],
      "SGDRDecay",
    );
  }

  override apply(step: Tensor): Tensor {
    const { initialLearningRate, firstDecaySteps, tMul, mMul, alpha } = this.options;
    const taken = ops.cast(step, "float32");
    let part = ops.divide(taken, firstDecaySteps);
    let round: Tensor;
    if (tMul === 1) {
      round = ops.floor(part);
      part = ops.subtract(part, round);
    } else {
      const grown = ops.log(ops.subtract(1, ops.multiply(part, 1 - tMul)));
      round = ops.floor(ops.divide(grown, ops.log(ops.full([], tMul))));
      const length = ops.power(tMul, round);
      part = ops.divide(ops.subtract(part, ops.divide(ops.subtract(1, length), 1 - tMul)), length);
    }
    const wave = ops.add(1, ops.cos(ops.multiply(Math.PI, part)));
    const decayed = ops.multiply(ops.multiply(0.5, ops.power(mMul, round)), wave);
    return ops.multiply(initialLearningRate, ops.add(ops.multiply(1 - alpha, decayed), alpha));
  }
}
