import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { MeanMetric, type MetricOptions } from "../core/metric";
import { meanAbsoluteError } from "../losses/mean_absolute_error";

/** The loss `meanAbsoluteError` as a metric. */
export class MeanAbsoluteError extends MeanMetric {
  static override className = "MeanAbsoluteError";
  static aliases: readonly string[] = ["mae", "MAE"];
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    const own = checkOptions("MeanAbsoluteError", options, ["name", "dtype"]);
    super({ ...own, name: own.name ?? "mean_absolute_error" });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsoluteError(yTrue, yPred);
  }
}
