import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { MeanMetric, type MetricOptions } from "../core/metric";

/** How often the largest prediction stands at the label. */
export class SparseCategoricalAccuracy extends MeanMetric {
  static override className = "SparseCategoricalAccuracy";
  override readonly direction = "up";

  constructor(options: MetricOptions = {}) {
    const own = checkOptions("SparseCategoricalAccuracy", options, ["name", "dtype"]);
    super({ ...own, name: own.name ?? "sparse_categorical_accuracy" });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    const squeeze = yTrue.rank === yPred.rank && yTrue.rank > 1 && yTrue.dims[yTrue.rank - 1] === 1;
    const t = squeeze ? ops.squeeze(yTrue, { axis: -1 }) : yTrue;
    const matches = ops.cast(ops.equal(t, ops.argmax(yPred, { axis: -1 })), "float32");
    return matches.rank > 1 && matches.dims[matches.rank - 1] === 1 ? ops.squeeze(matches, { axis: -1 }) : matches;
  }
}
