import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { EPSILON, LossOf, type LossOptions, matching } from "../core/loss";

/**
 * sum(target log(target / prediction)) along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.klDivergence([[0.5, 0.5]], [[0.5, 0.5]])) // [0.]
 */
export function klDivergence(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = matching("kl_divergence", yTrue, yPred);
  const [known, guessed] = [ops.clip(t, EPSILON, 1), ops.clip(p, EPSILON, 1)];
  return ops.sum(ops.multiply(known, ops.log(ops.divide(known, guessed))), { axis: -1 });
}

/** `klDivergence` as a loss. */
export class KLDivergence extends LossOf<object> {
  static override className = "KLDivergence";
  static aliases: readonly string[] = ["kld", "KLD"];

  constructor(options: LossOptions = {}) {
    super("KLDivergence", "kl_divergence", options, {});
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return klDivergence(yTrue, yPred);
  }
}
