import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { EPSILON, LossOf, type LossOptions, matching } from "../core/loss";

/**
 * A hundred times the mean of differences over targets along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.meanAbsolutePercentageError([[2, 4]], [[1, 5]])) // [37.5]
 */
export function meanAbsolutePercentageError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("mean_absolute_percentage_error", yTrue, yPred);
  const part = ops.absolute(ops.divide(ops.subtract(t, p), ops.maximum(ops.absolute(t), EPSILON)));
  return ops.multiply(100, ops.mean(part, { axis: -1 }));
}

/** `meanAbsolutePercentageError` as a loss. */
export class MeanAbsolutePercentageError extends LossOf<object> {
  static override className = "MeanAbsolutePercentageError";
  static aliases: readonly string[] = ["mape", "MAPE"];

  constructor(options: LossOptions = {}) {
    super("MeanAbsolutePercentageError", "mean_absolute_percentage_error", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsolutePercentageError(yTrue, yPred);
  }
}
