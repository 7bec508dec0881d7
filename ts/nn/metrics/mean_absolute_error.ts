import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { meanAbsoluteError } from "../losses/mean_absolute_error";

/** The loss `meanAbsoluteError` as a metric. */
export class MeanAbsoluteError extends MetricOf<object> {
  static override className = "MeanAbsoluteError";
  static aliases: readonly string[] = ["mae", "MAE"];
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("MeanAbsoluteError", "mean_absolute_error", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsoluteError(yTrue, yPred);
  }
}
