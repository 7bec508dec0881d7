import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { MeanMetric, type MetricOptions } from "../core/metric";
import type { Config } from "../core/serialize";
import { categoricalCrossentropy } from "../losses/categorical_crossentropy";

/** The loss `categoricalCrossentropy` as a metric. */
export class CategoricalCrossentropy extends MeanMetric {
  static override className = "CategoricalCrossentropy";
  override readonly direction = "down";
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;
  readonly axis: number;

  constructor(options: MetricOptions & { fromLogits?: boolean; labelSmoothing?: number; axis?: number } = {}) {
    const own = checkOptions("CategoricalCrossentropy", options, [
      "fromLogits",
      "labelSmoothing",
      "axis",
      "name",
      "dtype",
    ]);
    super({ ...own, name: own.name ?? "categorical_crossentropy" });
    this.fromLogits = own.fromLogits ?? false;
    this.labelSmoothing = own.labelSmoothing ?? 0;
    this.axis = own.axis ?? -1;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalCrossentropy(yTrue, yPred, {
      fromLogits: this.fromLogits,
      labelSmoothing: this.labelSmoothing,
      axis: this.axis,
    });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      from_logits: this.fromLogits,
      label_smoothing: this.labelSmoothing,
      axis: this.axis,
    };
  }
}
