import type { TensorLike } from "../../core/convert";
import { toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import * as ops from "../../ops/gen/public";
import { IoUMetric } from "../core/iou";
import type { MetricOptions, UpdateOptions } from "../core/metric";
import type { Config } from "../core/serialize";

/** Options of `BinaryIoU`. */
export interface BinaryIoUOptions extends MetricOptions {
  /** The classes to average over: 0, 1 or both, the default. */
  targetClassIds?: readonly number[];
  /** From it a prediction counts as 1; 0.5 by default. */
  threshold?: number;
}

/**
 * Intersection over union of two classes, from predictions between 0 and 1.
 *
 * @throws ValueError for classes out of range.
 * @example { const m = new metrics.BinaryIoU(); m.updateState([0, 1, 0, 1], [0.1, 0.2, 0.4, 0.7]); m.value().toFixed(4) } // 0.5833
 */
export class BinaryIoU extends IoUMetric {
  static override className = "BinaryIoU";
  readonly threshold: number;

  constructor(options: BinaryIoUOptions = {}) {
    const own = checkOptions("BinaryIoU", options, ["targetClassIds", "threshold", "name", "dtype"]);
    super("BinaryIoU", { ...own, numClasses: 2, targetClassIds: own.targetClassIds ?? [0, 1] });
    this.threshold = own.threshold ?? 0.5;
  }

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    super.updateState(
      yTrue,
      ops.greaterEqual(ops.cast(toTensor(this.name, yPred!), "float32"), this.threshold),
      options,
    );
  }

  override getConfig(): Config {
    return { ...this.configOf(["target_class_ids"]), threshold: this.threshold, ...this.configOf(["name", "dtype"]) };
  }
}
