import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching } from "../core/loss";

/**
 * The mean of squared differences along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.meanSquaredError([[0, 2]], [[1, 1]])) // [1.]
 */
export function meanSquaredError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("mean_squared_error", yTrue, yPred);
  return ops.mean(ops.square(ops.subtract(t, p)), { axis: -1 });
}

/** `meanSquaredError` as a loss. */
export class MeanSquaredError extends LossOf<object> {
  static override className = "MeanSquaredError";
  static aliases: readonly string[] = ["mse", "MSE"];

  constructor(options: LossOptions = {}) {
    super("MeanSquaredError", "mean_squared_error", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredError(yTrue, yPred);
  }
}
