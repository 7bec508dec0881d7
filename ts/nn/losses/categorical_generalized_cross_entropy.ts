import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions } from "../core/loss";

/** Options of `CategoricalGeneralizedCrossEntropy`. */
export interface CategoricalGeneralizedCrossEntropyOptions extends LossOptions {
  /** Between 0, cross-entropy, and 1, absolute differences; 0.5 by default. */
  q?: number;
}

/**
 * (1 - p^q) / q for the probability p of each whole-number label: bears wrong labels (Zhang and Sabuncu, 2018).
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.categoricalGeneralizedCrossEntropy([1], [[0.75, 0.25]], 0.5)) // [1.]
 */
export function categoricalGeneralizedCrossEntropy(yTrue: TensorLike, yPred: TensorLike, q: number): Tensor {
  const where = "categorical_generalized_cross_entropy";
  const p = ops.cast(toTensor(where, yPred), "float32");
  const hot = ops.oneHot(ops.cast(toTensor(where, yTrue), "int32"), p.dims[p.rank - 1]!);
  const right = ops.sum(ops.multiply(p, hot), { axis: -1 });
  return ops.divide(ops.subtract(1, ops.power(right, q)), q);
}

/** `categoricalGeneralizedCrossEntropy` as a loss. */
export class CategoricalGeneralizedCrossEntropy extends LossOf<{ q?: number }> {
  static override className = "CategoricalGeneralizedCrossEntropy";
  declare readonly q: number;

  constructor(options: CategoricalGeneralizedCrossEntropyOptions = {}) {
    super("CategoricalGeneralizedCrossEntropy", "categorical_generalized_cross_entropy", options, { q: 0.5 });
    if (!(this.q > 0 && this.q < 1)) {
      throw new ValueError(this.name, "q is out of range", {
        expected: "a number between 0 and 1",
        received: { q: this.q },
      });
    }
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalGeneralizedCrossEntropy(yTrue, yPred, this.q);
  }
}
