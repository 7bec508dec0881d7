import type { Tensor } from "../../core/tensor";
import { AtMetric } from "../core/confusion";
import type { MetricOptions } from "../core/metric";

/** Options of `PrecisionAtRecall`. */
export interface PrecisionAtRecallOptions extends MetricOptions {
  /** What must be reached, 0 to 1. */
  recall: number;
  /** How many thresholds are tried; 200 by default. */
  numThresholds?: number;
  /** Only this class is counted. */
  classId?: number | null;
}

/**
 * The best precision at a threshold where the recall is at least so much.
 *
 * @throws ValueError for a recall outside 0 to 1.
 * @example { const m = new metrics.PrecisionAtRecall({ recall: 0.5 }); m.updateState([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]); m.value() } // 1
 */
export class PrecisionAtRecall extends AtMetric {
  static override className = "PrecisionAtRecall";
  readonly recall: number;

  constructor(options: PrecisionAtRecallOptions) {
    super("PrecisionAtRecall", "recall", options as PrecisionAtRecallOptions & Record<string, unknown>);
    this.recall = options.recall;
  }

  protected override shares(): [Tensor, Tensor] {
    return [this.share("tp", "fn"), this.share("tp", "fp")];
  }
}
