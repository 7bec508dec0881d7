import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { Loss, type LossOptions, matching } from "../core/loss";
import type { Config } from "../core/serialize";

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
export class MeanSquaredError extends Loss {
  static override className = "MeanSquaredError";
  static aliases: readonly string[] = ["mse", "MSE"];

  constructor(options: LossOptions = {}) {
    const own = checkOptions("MeanSquaredError", options, ["name", "reduction", "dtype"]);
    super({ ...own, name: own.name ?? "mean_squared_error" });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredError(yTrue, yPred);
  }

  override getConfig(): Config {
    return { ...super.getConfig() };
  }
}
