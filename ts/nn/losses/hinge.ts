import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching } from "../core/loss";
import { signs } from "../core/numeric";

/**
 * max(1 - target prediction, 0) averaged along the last axis; targets -1 and 1, or 0 and 1.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.hinge([[0, 1]], [[0.5, 0.5]])) // [1.]
 */
export function hinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("hinge", yTrue, yPred);
  return ops.mean(ops.maximum(ops.subtract(1, ops.multiply(signs(t), p)), 0), { axis: -1 });
}

/** `hinge` as a loss. */
export class Hinge extends LossOf<object> {
  static override className = "Hinge";

  constructor(options: LossOptions = {}) {
    super("Hinge", "hinge", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return hinge(yTrue, yPred);
  }
}
