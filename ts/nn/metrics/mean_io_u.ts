import { checkOptions } from "../../core/options";
import { classes, IoUMetric } from "../core/iou";
import type { MetricOptions } from "../core/metric";
import type { Config } from "../core/serialize";

/** Options of `MeanIoU`. */
export interface MeanIoUOptions extends MetricOptions {
  /** How many classes there are. */
  numClasses: number;
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
 * Intersection over union, averaged over all classes.
 *
 * @throws ValueError for classes out of range.
 * @example { const m = new metrics.MeanIoU({ numClasses: 2 }); m.updateState([0, 0, 1, 1], [0, 1, 0, 1]); m.value().toFixed(4) } // 0.3333
 */
export class MeanIoU extends IoUMetric {
  static override className = "MeanIoU";

  constructor(options: MeanIoUOptions) {
    const own = checkOptions("MeanIoU", options, [
      "numClasses",
      "ignoreClass",
      "sparseYTrue",
      "sparseYPred",
      "axis",
      "name",
      "dtype",
    ]);
    super("MeanIoU", { ...own, targetClassIds: classes(own.numClasses) });
  }

  override getConfig(): Config {
    return this.configOf(["num_classes", "name", "dtype", "ignore_class", "sparse_y_true", "sparse_y_pred", "axis"]);
  }
}
