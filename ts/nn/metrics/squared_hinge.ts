import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { squaredHinge } from "../losses/squared_hinge";

/** The loss `squaredHinge` as a metric. */
export class SquaredHinge extends MetricOf<object> {
  static override className = "SquaredHinge";
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("SquaredHinge", "squared_hinge", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return squaredHinge(yTrue, yPred);
  }
}
