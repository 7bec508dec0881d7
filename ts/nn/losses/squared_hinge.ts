import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching } from "../core/loss";
import { signs } from "../core/numeric";

/**
 * max(1 - target prediction, 0)² averaged along the last axis; targets -1 and 1, or 0 and 1.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.squaredHinge([[0, 1]], [[0.5, 0.5]])) // [1.25]
 */
export function squaredHinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("squared_hinge", yTrue, yPred);
  const distance = ops.maximum(ops.subtract(1, ops.multiply(signs(t), p)), 0);
  return ops.mean(ops.square(distance), { axis: -1 });
}

/** `squaredHinge` as a loss. */
export class SquaredHinge extends LossOf<object> {
  static override className = "SquaredHinge";

  constructor(options: LossOptions = {}) {
    super("SquaredHinge", "squared_hinge", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return squaredHinge(yTrue, yPred);
  }
}
