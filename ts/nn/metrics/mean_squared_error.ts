import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { MeanMetric, type MetricOptions } from "../core/metric";
import { meanSquaredError } from "../losses/mean_squared_error";

/** The loss `meanSquaredError` as a metric. */
export class MeanSquaredError extends MeanMetric {
  static override className = "MeanSquaredError";
  static aliases: readonly string[] = ["mse", "MSE"];
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    const own = checkOptions("MeanSquaredError", options, ["name", "dtype"]);
    super({ ...own, name: own.name ?? "mean_squared_error" });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredError(yTrue, yPred);
  }
}
