import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { type AxisOptions, NormConstraint } from "../core/constraint";
import type { Config } from "../core/serialize";

/** Options of `MinMaxNorm`. */
export interface MinMaxNormOptions extends AxisOptions {
  minValue?: number;
  maxValue?: number;
  /** How far a step goes toward the nearest norm allowed: 1, all the way, by default. */
  rate?: number;
}

/**
 * Scales a weight so that its norms along `axis` come between two values.
 *
 * @throws ValueError for an axis or a number that is none.
 * @example K.eval(constraints.minMaxNorm({ minValue: 1, maxValue: 2 }).apply(K.constant([[0], [4]]))) // [[0.] [2.]]
 */
export class MinMaxNorm extends NormConstraint {
  static override className = "MinMaxNorm";
  readonly minValue: number;
  readonly maxValue: number;
  readonly rate: number;

  constructor(options?: MinMaxNormOptions) {
    super("MinMaxNorm", options, ["minValue", "maxValue", "rate"]);
    this.minValue = options?.minValue ?? 0;
    this.maxValue = options?.maxValue ?? 1;
    this.rate = options?.rate ?? 1;
  }

  protected override wanted(norm: Tensor): Tensor {
    const nearest = ops.multiply(this.rate, ops.clip(norm, this.minValue, this.maxValue));
    return ops.add(nearest, ops.multiply(1 - this.rate, norm));
  }

  override getConfig(): Config {
    return { min_value: this.minValue, max_value: this.maxValue, rate: this.rate, axis: this.axis };
  }
}

/** Makes a `MinMaxNorm`. */
export function minMaxNorm(options?: MinMaxNormOptions): MinMaxNorm {
  return new MinMaxNorm(options);
}
