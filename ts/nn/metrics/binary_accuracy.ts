import { type TensorLike, toTensor } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { sameRank } from "../core/loss";
import { MetricOf, type MetricOptions } from "../core/metric";

/** Options of `BinaryAccuracy`. */
export interface BinaryAccuracyArgs {
  /** Above it a prediction counts as 1; 0.5 by default. */
  threshold?: number;
}

const DEFAULTS: Required<BinaryAccuracyArgs> = { threshold: 0.5 };

/**
 * How often predictions above a threshold agree with targets of 0 and 1.
 *
 * @example K.eval(metrics.binaryAccuracy([1, 0], [0.6, 0.6])) // [1. 0.]
 */
export function binaryAccuracy(yTrue: TensorLike, yPred: TensorLike, options: BinaryAccuracyArgs = {}): Tensor {
  const { threshold } = filledOptions("binary_accuracy", options, DEFAULTS);
  const [t, p] = sameRank(
    ops.cast(toTensor("binary_accuracy", yTrue), "float32"),
    ops.cast(toTensor("binary_accuracy", yPred), "float32"),
  );
  return ops.cast(ops.equal(t, ops.cast(ops.greater(p, threshold), "float32")), "float32");
}

/** `binaryAccuracy` as a metric. */
export class BinaryAccuracy extends MetricOf<BinaryAccuracyArgs> {
  static override className = "BinaryAccuracy";
  override readonly direction = "up";
  declare readonly threshold: number;

  constructor(options: MetricOptions & BinaryAccuracyArgs = {}) {
    super("BinaryAccuracy", "binary_accuracy", options, DEFAULTS);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryAccuracy(yTrue, yPred, this.args);
  }
}
