import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { Loss, type LossOptions, matching } from "../core/loss";
import type { Config } from "../core/serialize";

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
export class MeanAbsoluteError extends Loss {
  static override className = "MeanAbsoluteError";
  static aliases: readonly string[] = ["mae", "MAE"];

  constructor(options: LossOptions = {}) {
    const own = checkOptions("MeanAbsoluteError", options, ["name", "reduction", "dtype"]);
    super({ ...own, name: own.name ?? "mean_absolute_error" });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsoluteError(yTrue, yPred);
  }

  override getConfig(): Config {
    return { ...super.getConfig() };
  }
}
