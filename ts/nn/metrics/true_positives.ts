import { CountMetric, type ThresholdOptions } from "../core/confusion";

/**
 * The weighted number of targets of 1 found, at each threshold.
 *
 * @throws ValueError for a threshold outside 0 to 1.
 * @example { const m = new metrics.TruePositives(); m.updateState([1, 0, 1, 0], [0.9, 0.9, 0.1, 0.1]); m.value() } // 1
 */
export class TruePositives extends CountMetric {
  static override className = "TruePositives";

  constructor(options: ThresholdOptions = {}) {
    super("TruePositives", "tp", options);
  }
}
