import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { hinge } from "../losses/hinge";

/** The loss `hinge` as a metric. */
export class Hinge extends MetricOf<object> {
  static override className = "Hinge";
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("Hinge", "hinge", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return hinge(yTrue, yPred);
  }
}
