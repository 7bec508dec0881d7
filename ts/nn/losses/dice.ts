import type { TensorLike } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { EPSILON, LossOf, type LossOptions, matching } from "../core/loss";

/** Options of `dice`. */
export interface DiceArgs {
  /** The axes of one overlap; all of them by default. */
  axis?: number | readonly number[] | null;
}

/** Options of `Dice`. */
export interface DiceOptions extends LossOptions, DiceArgs {}

const DEFAULTS: Required<DiceArgs> = { axis: null };

/**
 * 1 minus twice the overlap over the sum of both, along axes; over everything by default (Milletari et al., 2016).
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.dice([[1, 0]], [[1, 0]])) < 1e-6 // true
 */
export function dice(yTrue: TensorLike, yPred: TensorLike, options: DiceArgs = {}): Tensor {
  const { axis } = filledOptions("dice", options, DEFAULTS);
  const [t, p] = matching("dice", yTrue, yPred);
  const overlap = ops.multiply(2, ops.sum(ops.multiply(t, p), { axis }));
  const both = ops.add(ops.add(ops.sum(t, { axis }), ops.sum(p, { axis })), EPSILON);
  return ops.subtract(1, ops.divide(overlap, both));
}

/** `dice` as a loss. */
export class Dice extends LossOf<DiceArgs> {
  static override className = "Dice";
  declare readonly axis: number | readonly number[] | null;

  constructor(options: DiceOptions = {}) {
    super("Dice", "dice", options, DEFAULTS);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return dice(yTrue, yPred, this.args);
  }
}
