import { type TensorLike, toTensor } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { sameRank } from "../core/loss";
import { MetricOf, type MetricOptions } from "../core/metric";
import { EPSILON } from "../core/numeric";

/** Options of `ConcordanceCorrelation`. */
export interface ConcordanceCorrelationArgs {
  /** The axis of the values to compare; the last by default. */
  axis?: number;
}

const DEFAULTS: Required<ConcordanceCorrelationArgs> = { axis: -1 };

/**
 * How far target and prediction agree along an axis, in scale and place too (Lin, 1989).
 *
 * @example metrics.concordanceCorrelation([[0, 1]], [[0, 2]]).shape // [ 1 ]
 */
export function concordanceCorrelation(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: ConcordanceCorrelationArgs = {},
): Tensor {
  const { axis } = filledOptions("concordance_correlation", options, DEFAULTS);
  const [t, p] = sameRank(
    ops.cast(toTensor("concordance_correlation", yTrue), "float32"),
    ops.cast(toTensor("concordance_correlation", yPred), "float32"),
  );
  const along = { axis, keepdims: true };
  const [meanT, meanP] = [ops.mean(t, along), ops.mean(p, along)];
  const spread = ops.add(ops.variance(ops.subtract(t, meanT), along), ops.variance(ops.subtract(p, meanP), along));
  const norm = ops.add(spread, ops.square(ops.subtract(meanT, meanP)));
  // Keras takes the predictions' mean from both.
  const both = ops.multiply(ops.subtract(t, meanP), ops.subtract(p, meanP));
  return ops.mean(ops.divide(ops.multiply(2, both), ops.add(norm, EPSILON)), { axis });
}

/** `concordanceCorrelation` as a metric. */
export class ConcordanceCorrelation extends MetricOf<ConcordanceCorrelationArgs> {
  static override className = "ConcordanceCorrelation";
  override readonly direction = "up";
  declare readonly axis: number;

  constructor(options: MetricOptions & ConcordanceCorrelationArgs = {}) {
    super("ConcordanceCorrelation", "concordance_correlation", options, DEFAULTS);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return concordanceCorrelation(yTrue, yPred, this.args);
  }
}
