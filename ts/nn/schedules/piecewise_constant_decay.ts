import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { ScheduleOf } from "../core/schedule";

/** Options of `PiecewiseConstantDecay`. */
export interface PiecewiseConstantDecayOptions {
  /** Steps, rising, up to which the value of the same place holds. */
  boundaries: readonly number[];
  /** Learning rates: one more than boundaries. */
  values: readonly number[];
  name?: string;
}

/**
 * One learning rate up to a step, another one up to the next.
 *
 * @throws ValueError when the numbers of values and boundaries do not fit.
 * @example K.eval(new optimizers.schedules.PiecewiseConstantDecay({ boundaries: [5], values: [1, 0.5] }).apply(K.constant(6))) // 0.5
 */
export class PiecewiseConstantDecay extends ScheduleOf<PiecewiseConstantDecayOptions> {
  static override className = "PiecewiseConstantDecay";

  constructor(options: PiecewiseConstantDecayOptions) {
    super("PiecewiseConstantDecay", options, {}, ["boundaries", "values", "name"], [], "PiecewiseConstant");
    const { boundaries, values } = this.options;
    if (
      !Array.isArray(boundaries) ||
      !Array.isArray(values) ||
      !boundaries.length ||
      boundaries.length !== values.length - 1
    ) {
      throw new ValueError("PiecewiseConstantDecay", "boundaries and values do not fit", {
        expected: "a list of boundaries, and one value more",
        received: { boundaries, values },
      });
    }
  }

  override apply(step: Tensor): Tensor {
    const { boundaries, values } = this.options;
    let rate = ops.full([], values[values.length - 1]!);
    for (let i = boundaries.length - 1; i >= 0; i--) {
      rate = ops.where(ops.lessEqual(step, Math.trunc(boundaries[i]!)), values[i]!, rate);
    }
    return rate;
  }
}
