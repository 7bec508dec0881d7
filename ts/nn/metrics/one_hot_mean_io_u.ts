import { checkOptions } from "../../core/options";
import { classes, IoUMetric } from "../core/iou";
import type { MetricOptions } from "../core/metric";
import type { Config } from "../core/serialize";

/** Options of `OneHotMeanIoU`. */
export interface OneHotMeanIoUOptions extends MetricOptions {
  /** How many classes there are. */
  numClasses: number;
  /** A label that is not counted. */
  ignoreClass?: number | null;
  /** Whether predictions are labels rather than scores of classes; false by default. */
  sparseYPred?: boolean;
  /** The axis of the classes; the last by default. */
  axis?: number;
}

/**
 * Intersection over union, averaged over all classes, from one-hot targets and scores.
 *
 * @throws ValueError for classes out of range.
 * @example new metrics.OneHotMeanIoU({ numClasses: 3 }).value() // 0
 */
export class OneHotMeanIoU extends IoUMetric {
  static override className = "OneHotMeanIoU";

  constructor(options: OneHotMeanIoUOptions) {
    const own = checkOptions("OneHotMeanIoU", options, [
      "numClasses",
      "ignoreClass",
      "sparseYPred",
      "axis",
      "name",
      "dtype",
    ]);
    super("OneHotMeanIoU", {
      ...own,
      targetClassIds: classes(own.numClasses),
      sparseYTrue: false,
      sparseYPred: own.sparseYPred ?? false,
    });
  }

  override getConfig(): Config {
    return this.configOf(["num_classes", "name", "dtype", "ignore_class", "sparse_y_pred", "axis"]);
  }
}
