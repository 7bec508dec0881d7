import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { sameRank } from "../core/loss";
import { MeanMetric, type MetricOptions } from "../core/metric";
import type { Config } from "../core/serialize";

/** How often predictions above a threshold agree with targets of 0 and 1. */
export class BinaryAccuracy extends MeanMetric {
  static override className = "BinaryAccuracy";
  override readonly direction = "up";
  readonly threshold: number;

  constructor(options: MetricOptions & { threshold?: number } = {}) {
    const own = checkOptions("BinaryAccuracy", options, ["threshold", "name", "dtype"]);
    super({ ...own, name: own.name ?? "binary_accuracy" });
    this.threshold = own.threshold ?? 0.5;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    const [t, p] = sameRank(ops.cast(yTrue, "float32"), ops.cast(yPred, "float32"));
    return ops.cast(ops.equal(t, ops.cast(ops.greater(p, this.threshold), "float32")), "float32");
  }

  override getConfig(): Config {
    return { ...super.getConfig(), threshold: this.threshold };
  }
}
