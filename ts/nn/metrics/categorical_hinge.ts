import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { categoricalHinge } from "../losses/categorical_hinge";

/** The loss `categoricalHinge` as a metric. */
export class CategoricalHinge extends MetricOf<object> {
  static override className = "CategoricalHinge";
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("CategoricalHinge", "categorical_hinge", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalHinge(yTrue, yPred);
  }
}
