import type { Tensor } from "../../core/tensor";
import { AtMetric } from "../core/confusion";
import type { MetricOptions } from "../core/metric";

/** Options of `SensitivityAtSpecificity`. */
export interface SensitivityAtSpecificityOptions extends MetricOptions {
  /** What must be reached, 0 to 1. */
  specificity: number;
  /** How many thresholds are tried; 200 by default. */
  numThresholds?: number;
  /** Only this class is counted. */
  classId?: number | null;
}

/**
 * The best sensitivity at a threshold where the specificity is at least so much.
 *
 * @throws ValueError for a specificity outside 0 to 1.
 * @example { const m = new metrics.SensitivityAtSpecificity({ specificity: 0.5 }); m.updateState([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]); m.value() } // 1
 */
export class SensitivityAtSpecificity extends AtMetric {
  static override className = "SensitivityAtSpecificity";
  readonly specificity: number;

  constructor(options: SensitivityAtSpecificityOptions) {
    super(
      "SensitivityAtSpecificity",
      "specificity",
      options as SensitivityAtSpecificityOptions & Record<string, unknown>,
    );
    this.specificity = options.specificity;
  }

  protected override shares(): [Tensor, Tensor] {
    return [this.share("tn", "fp"), this.share("tp", "fn")];
  }
}
