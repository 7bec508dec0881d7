import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { Loss, type LossOptions, matching } from "../core/loss";
import type { Config } from "../core/serialize";

/** Options of `huber`. */
export interface HuberArgs {
  /** Where the loss turns from squares to lines; 1 by default. */
  delta?: number;
}

/** Options of `Huber`. */
export interface HuberOptions extends LossOptions, HuberArgs {}

/**
 * Squares of small differences, lines beyond `delta`, averaged along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.huber([[0, 0]], [[1, 3]])) // [1.5]
 */
export function huber(yTrue: TensorLike, yPred: TensorLike, options: HuberArgs = {}): Tensor {
  const { delta } = checkOptions("huber", options, ["delta"]);
  const [t, p] = matching("huber", yTrue, yPred);
  const limit = delta ?? 1;
  const error = ops.subtract(p, t);
  const size = ops.absolute(error);
  const lines = ops.subtract(ops.multiply(limit, size), 0.5 * limit * limit);
  return ops.mean(ops.where(ops.lessEqual(size, limit), ops.multiply(0.5, ops.square(error)), lines), { axis: -1 });
}

/** `huber` as a loss. */
export class Huber extends Loss {
  static override className = "Huber";
  static aliases: readonly string[] = ["huber_loss"];
  readonly delta: number;

  constructor(options: HuberOptions = {}) {
    const own = checkOptions("Huber", options, ["delta", "name", "reduction", "dtype"]);
    super({ ...own, name: own.name ?? "huber_loss" });
    this.delta = own.delta ?? 1;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return huber(yTrue, yPred, { delta: this.delta });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), delta: this.delta };
  }
}
