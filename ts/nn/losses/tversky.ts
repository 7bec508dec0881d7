import type { TensorLike } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { EPSILON, LossOf, type LossOptions, matching } from "../core/loss";

/** Options of `tversky`. */
export interface TverskyArgs {
  /** The weight of what was missed. */
  alpha?: number;
  /** The weight of what was found wrongly. */
  beta?: number;
  /** The axes of one overlap; all of them by default. */
  axis?: number | readonly number[] | null;
}

/** Options of `Tversky`. */
export interface TverskyOptions extends LossOptions, TverskyArgs {}

const DEFAULTS: Required<TverskyArgs> = { alpha: 0.5, beta: 0.5, axis: null };

/**
 * 1 minus the overlap over itself and both kinds of errors, along axes (Salehi et al., 2017).
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.tversky([[1, 0]], [[1, 0]])) < 1e-6 // true
 */
export function tversky(yTrue: TensorLike, yPred: TensorLike, options: TverskyArgs = {}): Tensor {
  const { alpha, beta, axis } = filledOptions("tversky", options, DEFAULTS);
  const [t, p] = matching("tversky", yTrue, yPred);
  const overlap = ops.sum(ops.multiply(t, p), { axis });
  const missed = ops.sum(ops.multiply(ops.subtract(1, p), t), { axis });
  const wrong = ops.sum(ops.multiply(p, ops.subtract(1, t)), { axis });
  const errors = ops.add(ops.multiply(missed, alpha), ops.multiply(wrong, beta));
  return ops.subtract(1, ops.divide(overlap, ops.add(ops.add(overlap, errors), EPSILON)));
}

/** `tversky` as a loss. */
export class Tversky extends LossOf<TverskyArgs> {
  static override className = "Tversky";
  declare readonly alpha: number;
  declare readonly beta: number;
  declare readonly axis: number | readonly number[] | null;

  constructor(options: TverskyOptions = {}) {
    super("Tversky", "tversky", options, DEFAULTS);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return tversky(yTrue, yPred, this.args);
  }
}
