import { type TensorLike, toTensor } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { sameRank } from "../core/loss";
import { MetricOf, type MetricOptions } from "../core/metric";
import { unit } from "../core/numeric";

/** Options of `CosineSimilarity`. */
export interface CosineSimilarityArgs {
  /** The axis of the vectors; the last by default. */
  axis?: number;
}

const DEFAULTS: Required<CosineSimilarityArgs> = { axis: -1 };

/**
 * The cosine of the angle between target and prediction.
 *
 * @example K.eval(metrics.cosineSimilarity([[0, 1]], [[0, 2]])) // [1.]
 */
export function cosineSimilarity(yTrue: TensorLike, yPred: TensorLike, options: CosineSimilarityArgs = {}): Tensor {
  const { axis } = filledOptions("cosine_similarity", options, DEFAULTS);
  const [t, p] = sameRank(
    ops.cast(toTensor("cosine_similarity", yTrue), "float32"),
    ops.cast(toTensor("cosine_similarity", yPred), "float32"),
  );
  return ops.sum(ops.multiply(unit(t, axis), unit(p, axis)), { axis });
}

/** `cosineSimilarity` as a metric. */
export class CosineSimilarity extends MetricOf<CosineSimilarityArgs> {
  static override className = "CosineSimilarity";
  override readonly direction = "up";
  declare readonly axis: number;

  constructor(options: MetricOptions & CosineSimilarityArgs = {}) {
    super("CosineSimilarity", "cosine_similarity", options, DEFAULTS, []);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return cosineSimilarity(yTrue, yPred, this.args);
  }
}
