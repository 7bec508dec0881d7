import { CountMetric, type ThresholdOptions } from "../core/confusion";

/**
 * The weighted number of targets of 1 missed, at each threshold.
 *
 * @throws ValueError for a threshold outside 0 to 1.
 * @example { const m = new metrics.FalseNegatives(); m.updateState([1, 0, 1, 0], [0.9, 0.9, 0.1, 0.1]); m.value() } // 1
 */
export class FalseNegatives extends CountMetric {
  static override className = "FalseNegatives";

  constructor(options: ThresholdOptions = {}) {
    super("FalseNegatives", "fn", options);
  }
}
