import { checkOptions } from "../../core/options";
import { IoUMetric } from "../core/iou";
import type { MetricOptions } from "../core/metric";
import type { Config } from "../core/serialize";

/** Options of `IoU`. */
export interface IoUOptions extends MetricOptions {
  /** How many classes there are. */
  numClasses: number;
  /** The classes to average over. */
  targetClassIds: readonly number[];
  /** A label that is not counted. */
  ignoreClass?: number | null;
  /** Whether targets are labels rather than scores of classes; true by default. */
  sparseYTrue?: boolean;
  /** Whether predictions are labels rather than scores of classes; true by default. */
  sparseYPred?: boolean;
  /** The axis of the classes; the last by default. */
  axis?: number;
}

/**
 * Intersection over union of some classes.
 *
 * @throws ValueError for classes out of range.
 * @example { const m = new metrics.IoU({ numClasses: 2, targetClassIds: [0] }); m.updateState([0, 0, 1, 1], [0, 1, 0, 1]); m.value().toFixed(4) } // 0.3333
 */
export class IoU extends IoUMetric {
  static override className = "IoU";

  constructor(options: IoUOptions) {
    const own = checkOptions("IoU", options, [
      "numClasses",
      "targetClassIds",
      "ignoreClass",
      "sparseYTrue",
      "sparseYPred",
      "axis",
      "name",
      "dtype",
    ]);
    super("IoU", own);
  }

  override getConfig(): Config {
    return this.configOf([
      "name",
      "dtype",
      "num_classes",
      "target_class_ids",
      "ignore_class",
      "sparse_y_true",
      "sparse_y_pred",
      "axis",
    ]);
  }
}
