import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching } from "../core/loss";

/**
 * max(1 + the best wrong class - the right one, 0), along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.categoricalHinge([[0, 1]], [[0.5, 1]])) // [0.5]
 */
export function categoricalHinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("categorical_hinge", yTrue, yPred);
  const right = ops.sum(ops.multiply(t, p), { axis: -1 });
  const wrong = ops.max(ops.multiply(ops.subtract(1, t), p), { axis: -1 });
  return ops.maximum(ops.add(ops.subtract(wrong, right), 1), 0);
}

/** `categoricalHinge` as a loss. */
export class CategoricalHinge extends LossOf<object> {
  static override className = "CategoricalHinge";

  constructor(options: LossOptions = {}) {
    super("CategoricalHinge", "categorical_hinge", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalHinge(yTrue, yPred);
  }
}
