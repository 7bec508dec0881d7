import type { TensorLike } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching } from "../core/loss";
import { unit } from "../core/numeric";

/** Options of `cosineSimilarity`. */
export interface CosineSimilarityArgs {
  /** The axis of the vectors; the last by default. */
  axis?: number;
}

/** Options of `CosineSimilarity`. */
export interface CosineSimilarityOptions extends LossOptions, CosineSimilarityArgs {}

const DEFAULTS: Required<CosineSimilarityArgs> = { axis: -1 };

/**
 * Minus the cosine of the angle between target and prediction: -1 where they point the same way.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.cosineSimilarity([[0, 1]], [[0, 2]])) // [-1.]
 */
export function cosineSimilarity(yTrue: TensorLike, yPred: TensorLike, options: CosineSimilarityArgs = {}): Tensor {
  const { axis } = filledOptions("cosine_similarity", options, DEFAULTS);
  const [t, p] = matching("cosine_similarity", yTrue, yPred);
  return ops.negative(ops.sum(ops.multiply(unit(t, axis), unit(p, axis)), { axis }));
}

/** `cosineSimilarity` as a loss. */
export class CosineSimilarity extends LossOf<CosineSimilarityArgs> {
  static override className = "CosineSimilarity";
  declare readonly axis: number;

  constructor(options: CosineSimilarityOptions = {}) {
    super("CosineSimilarity", "cosine_similarity", options, DEFAULTS, []);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return cosineSimilarity(yTrue, yPred, this.args);
  }
}
