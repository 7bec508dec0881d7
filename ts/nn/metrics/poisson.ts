import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { poisson } from "../losses/poisson";

/** The loss `poisson` as a metric. */
export class Poisson extends MetricOf<object> {
  static override className = "Poisson";
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("Poisson", "poisson", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return poisson(yTrue, yPred);
  }
}
