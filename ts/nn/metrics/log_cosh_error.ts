import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { logCosh } from "../losses/log_cosh";

/** The loss `logCosh` as a metric. */
export class LogCoshError extends MetricOf<object> {
  static override className = "LogCoshError";
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super("LogCoshError", "logcosh", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return logCosh(yTrue, yPred);
  }
}
