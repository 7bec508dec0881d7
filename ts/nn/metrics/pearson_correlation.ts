import { type TensorLike, toTensor } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { sameRank } from "../core/loss";
import { MetricOf, type MetricOptions } from "../core/metric";

/** Options of `PearsonCorrelation`. */
export interface PearsonCorrelationArgs {
  /** The axis of the values to compare; the last by default. */
  axis?: number;
}

const DEFAULTS: Required<PearsonCorrelationArgs> = { axis: -1 };

/**
 * The Pearson correlation of target and prediction along an axis.
 *
 * @example K.eval(metrics.pearsonCorrelation([[0, 1]], [[0, 2]])) // [1.]
 */
export function pearsonCorrelation(yTrue: TensorLike, yPred: TensorLike, options: PearsonCorrelationArgs = {}): Tensor {
  const { axis } = filledOptions("pearson_correlation", options, DEFAULTS);
  const [t, p] = sameRank(
    ops.cast(toTensor("pearson_correlation", yTrue), "float32"),
    ops.cast(toTensor("pearson_correlation", yPred), "float32"),
  );
  const along = { axis, keepdims: true };
  const [a, b] = [ops.subtract(t, ops.mean(t, along)), ops.subtract(p, ops.mean(p, along))];
  return ops.mean(ops.multiply(ops.divide(a, ops.std(a, along)), ops.divide(b, ops.std(b, along))), { axis });
}

/** `pearsonCorrelation` as a metric. */
export class PearsonCorrelation extends MetricOf<PearsonCorrelationArgs> {
  static override className = "PearsonCorrelation";
  override readonly direction = "up";
  declare readonly axis: number;

  constructor(options: MetricOptions & PearsonCorrelationArgs = {}) {
    super("PearsonCorrelation", "pearson_correlation", options, DEFAULTS);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return pearsonCorrelation(yTrue, yPred, this.args);
  }
}
