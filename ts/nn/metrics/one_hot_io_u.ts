import { checkOptions } from "../../core/options";
import { IoUMetric } from "../core/iou";
import type { MetricOptions } from "../core/metric";
import type { Config } from "../core/serialize";

/** Options of `OneHotIoU`. */
export interface OneHotIoUOptions extends MetricOptions {
  /** How many classes there are. */
  numClasses: number;
  /** The classes to average over. */
  targetClassIds: readonly number[];
  /** A label that is not counted. */
  ignoreClass?: number | null;
  /** Whether predictions are labels rather than scores of classes; false by default. */
  sparseYPred?: boolean;
  /** The axis of the classes; the last by default. */
  axis?: number;
}

/**
 * Intersection over union of some classes, from one-hot targets and scores.
 *
 * @throws ValueError for classes out of range.
 * @example new metrics.OneHotIoU({ numClasses: 3, targetClassIds: [0, 2] }).value() // 0
 */
export class OneHotIoU extends IoUMetric {
  static override className = "OneHotIoU";

  constructor(options: OneHotIoUOptions) {
    const own = checkOptions("OneHotIoU", options, [
      "numClasses",
      "targetClassIds",
      "ignoreClass",
      "sparseYPred",
      "axis",
      "name",
      "dtype",
    ]);
    super("OneHotIoU", { ...own, sparseYTrue: false, sparseYPred: own.sparseYPred ?? false });
  }

  override getConfig(): Config {
    return this.configOf(["num_classes", "target_class_ids", "name", "dtype", "ignore_class", "sparse_y_pred", "axis"]);
  }
}
