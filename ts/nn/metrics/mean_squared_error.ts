import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { meanSquaredError } from "../losses/mean_squared_error";

/** The loss `meanSquaredError` as a metric. */
export class MeanSquaredError extends MetricOf<object> {
  static override className = "MeanSquaredError";
  static aliases: readonly string[] = ["mse", "MSE"];
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("MeanSquaredError", "mean_squared_error", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredError(yTrue, yPred);
  }
}
