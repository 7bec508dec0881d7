import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { type AxisOptions, NormConstraint } from "../core/constraint";
import type { Config } from "../core/serialize";

/** Options of `MaxNorm`. */
export interface MaxNormOptions extends AxisOptions {
  /** The largest norm; 2 by default. */
  maxValue?: number;
}

/**
 * Scales a weight down so that no norm along `axis` is above `maxValue`.
 *
 * @throws ValueError for an axis or a number that is none.
 * @example K.eval(constraints.maxNorm({ maxValue: 1 }).apply(K.constant([[0], [4]]))) // [[0.] [1.]]
 */
export class MaxNorm extends NormConstraint {
  static override className = "MaxNorm";
  readonly maxValue: number;

  constructor(options?: MaxNormOptions) {
    super("MaxNorm", options, ["maxValue"]);
    this.maxValue = options?.maxValue ?? 2;
  }

  protected override wanted(norm: Tensor): Tensor {
    return ops.clip(norm, 0, this.maxValue);
  }

  override getConfig(): Config {
    return { max_value: this.maxValue, axis: this.axis };
  }
}

/** Makes a `MaxNorm`. */
export function maxNorm(options?: MaxNormOptions): MaxNorm {
  return new MaxNorm(options);
}
