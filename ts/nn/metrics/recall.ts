import { ShareMetric, type ShareOptions } from "../core/confusion";

/**
 * The share of the right that is found, at each threshold.
 *
 * @throws ValueError for a threshold outside 0 to 1.
 * @example { const m = new metrics.Recall(); m.updateState([1, 0, 1, 0], [0.9, 0.9, 0.1, 0.1]); m.value() } // 0.5
 */
export class Recall extends ShareMetric {
  static override className = "Recall";

  constructor(options: ShareOptions = {}) {
    super("Recall", "fn", options);
  }
}
