import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { MeanMetric, type MetricOptions } from "../core/metric";
import type { Config } from "../core/serialize";
import { binaryCrossentropy } from "../losses/binary_crossentropy";

/** The loss `binaryCrossentropy` as a metric. */
export class BinaryCrossentropy extends MeanMetric {
  static override className = "BinaryCrossentropy";
  static aliases: readonly string[] = ["bce", "BCE"];
  override readonly direction = "down";
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor(options: MetricOptions & { fromLogits?: boolean; labelSmoothing?: number } = {}) {
    const own = checkOptions("BinaryCrossentropy", options, ["fromLogits", "labelSmoothing", "name", "dtype"]);
    super({ ...own, name: own.name ?? "binary_crossentropy" });
    this.fromLogits = own.fromLogits ?? false;
    this.labelSmoothing = own.labelSmoothing ?? 0;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryCrossentropy(yTrue, yPred, { fromLogits: this.fromLogits, labelSmoothing: this.labelSmoothing });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), from_logits: this.fromLogits, label_smoothing: this.labelSmoothing };
  }
}
