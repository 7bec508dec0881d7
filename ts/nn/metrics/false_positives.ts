import { CountMetric, type ThresholdOptions } from "../core/confusion";

/**
 * The weighted number of targets of 0 taken for 1, at each threshold.
 *
 * @throws ValueError for a threshold outside 0 to 1.
 * @example { const m = new metrics.FalsePositives(); m.updateState([1, 0, 1, 0], [0.9, 0.9, 0.1, 0.1]); m.value() } // 1
 */
export class FalsePositives extends CountMetric {
  static override className = "FalsePositives";

  constructor(options: ThresholdOptions = {}) {
    super("FalsePositives", "fp", options);
  }
}
