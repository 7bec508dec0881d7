import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching } from "../core/loss";

/**
 * log(cosh(prediction - target)), averaged along the last axis: squares near 0, lines far away.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.logCosh([[1, 2]], [[1, 2]])) // [0.]
 */
export function logCosh(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("log_cosh", yTrue, yPred);
  const error = ops.subtract(p, t);
  const value = ops.subtract(ops.add(error, ops.softplus(ops.multiply(error, -2))), Math.LN2);
  return ops.mean(value, { axis: -1 });
}

/** `logCosh` as a loss. */
export class LogCosh extends LossOf<object> {
  static override className = "LogCosh";

  constructor(options: LossOptions = {}) {
    super("LogCosh", "log_cosh", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return logCosh(yTrue, yPred);
  }
}
