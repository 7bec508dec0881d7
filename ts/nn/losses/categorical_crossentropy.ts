import type { TensorLike } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching, smoothed } from "../core/loss";

/** Options of `categoricalCrossentropy`. */
export interface CategoricalCrossentropyArgs {
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** How far targets move toward the middle, 0 to 1. */
  labelSmoothing?: number;
  /** The axis of the classes. */
  axis?: number;
}

/** Options of `CategoricalCrossentropy`. */
export interface CategoricalCrossentropyOptions extends LossOptions, CategoricalCrossentropyArgs {}

const DEFAULTS: Required<CategoricalCrossentropyArgs> = { fromLogits: false, labelSmoothing: 0, axis: -1 };

/**
 * -sum(target log(prediction)) over the classes.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.categoricalCrossentropy([[0, 1]], [[0.5, 0.5]])) // [0.6931472]
 */
export function categoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: CategoricalCrossentropyArgs = {},
): Tensor {
  const { fromLogits, labelSmoothing, axis } = filledOptions("categorical_crossentropy", options, DEFAULTS);
  const [t, p] = matching("categorical_crossentropy", yTrue, yPred);
  return ops.categoricalCrossentropy(smoothed(t, labelSmoothing), p, { fromLogits, axis });
}

/** `categoricalCrossentropy` as a loss. */
export class CategoricalCrossentropy extends LossOf<CategoricalCrossentropyArgs> {
  static override className = "CategoricalCrossentropy";
  declare readonly fromLogits: boolean;
  declare readonly labelSmoothing: number;
  declare readonly axis: number;

  constructor(options: CategoricalCrossentropyOptions = {}) {
    super("CategoricalCrossentropy", "categorical_crossentropy", options, DEFAULTS);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalCrossentropy(yTrue, yPred, this.args);
  }
}
