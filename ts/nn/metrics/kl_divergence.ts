import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { klDivergence } from "../losses/kl_divergence";

/** The loss `klDivergence` as a metric. */
export class KLDivergence extends MetricOf<object> {
  static override className = "KLDivergence";
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("KLDivergence", "kl_divergence", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return klDivergence(yTrue, yPred);
  }
}
