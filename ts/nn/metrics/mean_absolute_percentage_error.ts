import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { meanAbsolutePercentageError } from "../losses/mean_absolute_percentage_error";

/** The loss `meanAbsolutePercentageError` as a metric. */
export class MeanAbsolutePercentageError extends MetricOf<object> {
  static override className = "MeanAbsolutePercentageError";
  static aliases: readonly string[] = ["mape", "MAPE"];
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("MeanAbsolutePercentageError", "mean_absolute_percentage_error", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsolutePercentageError(yTrue, yPred);
  }
}
