import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { EPSILON, LossOf, type LossOptions, matching } from "../core/loss";

/**
 * prediction - target log(prediction), averaged along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.poisson([[0, 0]], [[1, 3]])) // [2.]
 */
export function poisson(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("poisson", yTrue, yPred);
  return ops.mean(ops.subtract(p, ops.multiply(t, ops.log(ops.add(p, EPSILON)))), { axis: -1 });
}

/** `poisson` as a loss. */
export class Poisson extends LossOf<object> {
  static override className = "Poisson";

  constructor(options: LossOptions = {}) {
    super("Poisson", "poisson", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return poisson(yTrue, yPred);
  }
}
