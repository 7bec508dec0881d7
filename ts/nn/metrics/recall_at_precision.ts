import type { Tensor } from "../../core/tensor";
import { AtMetric } from "../core/confusion";
import type { MetricOptions } from "../core/metric";

/** Options of `RecallAtPrecision`. */
export interface RecallAtPrecisionOptions extends MetricOptions {
  /** What must be reached, 0 to 1. */
  precision: number;
  /** How many thresholds are tried; 200 by default. */
  numThresholds?: number;
  /** Only this class is counted. */
  classId?: number | null;
}

/**
 * The best recall at a threshold where the precision is at least so much.
 *
 * @throws ValueError for a precision outside 0 to 1.
 * @example { const m = new metrics.RecallAtPrecision({ precision: 0.5 }); m.updateState([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]); m.value() } // 1
 */
export class RecallAtPrecision extends AtMetric {
  static override className = "RecallAtPrecision";
  readonly precision: number;

  constructor(options: RecallAtPrecisionOptions) {
    super("RecallAtPrecision", "precision", options as RecallAtPrecisionOptions & Record<string, unknown>);
    this.precision = options.precision;
  }

  protected override shares(): [Tensor, Tensor] {
    return [this.share("tp", "fp"), this.share("tp", "fn")];
  }
}
