import { ShareMetric, type ShareOptions } from "../core/confusion";

/**
 * The share of the found that is right, at each threshold.
 *
 * @throws ValueError for a threshold outside 0 to 1.
 * @example { const m = new metrics.Precision(); m.updateState([1, 0, 1, 0], [0.9, 0.9, 0.1, 0.1]); m.value() } // 0.5
 */
export class Precision extends ShareMetric {
  static override className = "Precision";

  constructor(options: ShareOptions = {}) {
    super("Precision", "fp", options);
  }
}
