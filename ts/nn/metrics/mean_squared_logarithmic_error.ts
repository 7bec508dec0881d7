import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { meanSquaredLogarithmicError } from "../losses/mean_squared_logarithmic_error";

/** The loss `meanSquaredLogarithmicError` as a metric. */
export class MeanSquaredLogarithmicError extends MetricOf<object> {
  static override className = "MeanSquaredLogarithmicError";
  static aliases: readonly string[] = ["msle", "MSLE"];
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredLogarithmicError(yTrue, yPred);
  }
}
