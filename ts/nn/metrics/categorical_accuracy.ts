import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { MeanMetric, type MetricOptions } from "../core/metric";

/** How often the largest prediction stands where the largest target does. */
export class CategoricalAccuracy extends MeanMetric {
  static override className = "CategoricalAccuracy";
  override readonly direction = "up";

  constructor(options: MetricOptions = {}) {
    const own = checkOptions("CategoricalAccuracy", options, ["name", "dtype"]);
    super({ ...own, name: own.name ?? "categorical_accuracy" });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    const t = ops.argmax(yTrue, { axis: -1 });
    return ops.cast(ops.equal(t, ops.argmax(yPred, { axis: -1 })), "float32");
  }
}
