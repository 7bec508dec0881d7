import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { EPSILON, LossOf, type LossOptions, matching } from "../core/loss";

/** log(1 + x), negative x as 0. */
function logarithm(x: Tensor): Tensor {
  return ops.log(ops.add(ops.maximum(x, EPSILON), 1));
}

/**
 * The mean of squared differences of log(1 + x) along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.meanSquaredLogarithmicError([[0, 2]], [[0, 2]])) // [0.]
 */
export function meanSquaredLogarithmicError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("mean_squared_logarithmic_error", yTrue, yPred);
  const difference = ops.subtract(logarithm(p), logarithm(t));
  return ops.mean(ops.square(difference), { axis: -1 });
}

/** `meanSquaredLogarithmicError` as a loss. */
export class MeanSquaredLogarithmicError extends LossOf<object> {
  static override className = "MeanSquaredLogarithmicError";
  static aliases: readonly string[] = ["msle", "MSLE"];

  constructor(options: LossOptions = {}) {
    super("MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredLogarithmicError(yTrue, yPred);
  }
}
