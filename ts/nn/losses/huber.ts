import type { TensorLike } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching } from "../core/loss";

/** Options of `huber`. */
export interface HuberArgs {
  /** Where the loss turns from squares to lines; 1 by default. */
  delta?: number;
}

/** Options of `Huber`. */
export interface HuberOptions extends LossOptions, HuberArgs {}

const DEFAULTS: Required<HuberArgs> = { delta: 1 };

/**
 * Squares of small differences, lines beyond `delta`, averaged along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.huber([[0, 0]], [[1, 3]])) // [1.5]
 */
export function huber(yTrue: TensorLike, yPred: TensorLike, options: HuberArgs = {}): Tensor {
  const { delta } = filledOptions("huber", options, DEFAULTS);
  const [t, p] = matching("huber", yTrue, yPred);
  const error = ops.subtract(p, t);
  const size = ops.absolute(error);
  const lines = ops.subtract(ops.multiply(delta, size), 0.5 * delta * delta);
  return ops.mean(ops.where(ops.lessEqual(size, delta), ops.multiply(0.5, ops.square(error)), lines), { axis: -1 });
}

/** `huber` as a loss. */
export class Huber extends LossOf<HuberArgs> {
  static override className = "Huber";
  static aliases: readonly string[] = ["huber_loss"];
  declare readonly delta: number;

  constructor(options: HuberOptions = {}) {
    super("Huber", "huber_loss", options, DEFAULTS);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return huber(yTrue, yPred, this.args);
  }
}
