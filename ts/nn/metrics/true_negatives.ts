import { CountMetric, type ThresholdOptions } from "../core/confusion";

/**
 * The weighted number of targets of 0 left, at each threshold.
 *
 * @throws ValueError for a threshold outside 0 to 1.
 * @example { const m = new metrics.TrueNegatives(); m.updateState([1, 0, 1, 0], [0.9, 0.9, 0.1, 0.1]); m.value() } // 1
 */
export class TrueNegatives extends CountMetric {
  static override className = "TrueNegatives";

  constructor(options: ThresholdOptions = {}) {
    super("TrueNegatives", "tn", options);
  }
}
