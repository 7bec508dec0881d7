import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching } from "../core/loss";

/**
 * The mean of absolute differences along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.meanAbsoluteError([[0, 2]], [[1, 1]])) // [1.]
 */
export function meanAbsoluteError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("mean_absolute_error", yTrue, yPred);
  return ops.mean(ops.absolute(ops.subtract(t, p)), { axis: -1 });
}

/** `meanAbsoluteError` as a loss. */
export class MeanAbsoluteError extends LossOf<object> {
  static override className = "MeanAbsoluteError";
  static aliases: readonly string[] = ["mae", "MAE"];

  constructor(options: LossOptions = {}) {
    super("MeanAbsoluteError", "mean_absolute_error", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsoluteError(yTrue, yPred);
  }
}
