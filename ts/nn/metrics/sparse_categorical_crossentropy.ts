import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { MeanMetric, type MetricOptions } from "../core/metric";
import type { Config } from "../core/serialize";
import { sparseCategoricalCrossentropy } from "../losses/sparse_categorical_crossentropy";

/** The loss `sparseCategoricalCrossentropy` as a metric. */
export class SparseCategoricalCrossentropy extends MeanMetric {
  static override className = "SparseCategoricalCrossentropy";
  override readonly direction = "down";
  readonly fromLogits: boolean;
  readonly ignoreClass: number | null;
  readonly axis: number;

  constructor(options: MetricOptions & { fromLogits?: boolean; ignoreClass?: number | null; axis?: number } = {}) {
    const own = checkOptions("SparseCategoricalCrossentropy", options, [
      "fromLogits",
      "ignoreClass",
      "axis",
      "name",
      "dtype",
    ]);
    super({ ...own, name: own.name ?? "sparse_categorical_crossentropy" });
    this.fromLogits = own.fromLogits ?? false;
    this.ignoreClass = own.ignoreClass ?? null;
    this.axis = own.axis ?? -1;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalCrossentropy(yTrue, yPred, { fromLogits: this.fromLogits, ignoreClass: this.ignoreClass });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), from_logits: this.fromLogits, ignore_class: this.ignoreClass, axis: this.axis };
  }
}
