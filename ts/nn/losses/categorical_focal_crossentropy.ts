import type { TensorLike } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { EPSILON, LossOf, type LossOptions, matching, smoothed } from "../core/loss";

/** Options of `categoricalFocalCrossentropy`. */
export interface CategoricalFocalCrossentropyArgs {
  /** The weight of all classes. */
  alpha?: number;
  /** How much less what is already right counts. */
  gamma?: number;
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** How far targets move toward the middle, 0 to 1. */
  labelSmoothing?: number;
  /** The axis of the classes. */
  axis?: number;
}

/** Options of `CategoricalFocalCrossentropy`. */
export interface CategoricalFocalCrossentropyOptions extends LossOptions, CategoricalFocalCrossentropyArgs {}

const DEFAULTS: Required<CategoricalFocalCrossentropyArgs> = {
  alpha: 0.25,
  gamma: 2,
  fromLogits: false,
  labelSmoothing: 0,
  axis: -1,
};

/**
 * -sum(target alpha (1 - p)^gamma log(p)) over the classes (Lin et al., 2017).
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.categoricalFocalCrossentropy([[0, 1]], [[0.5, 0.5]])) // [0.0433217]
 */
export function categoricalFocalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: CategoricalFocalCrossentropyArgs = {},
): Tensor {
  const { alpha, gamma, fromLogits, labelSmoothing, axis } = filledOptions(
    "categorical_focal_crossentropy",
    options,
    DEFAULTS,
  );
  const [t, p] = matching("categorical_focal_crossentropy", yTrue, yPred);
  const target = smoothed(t, labelSmoothing);
  const q = fromLogits ? ops.softmax(p, { axis }) : p;
  const share = ops.clip(ops.divide(q, ops.sum(q, { axis, keepdims: true })), EPSILON, 1 - EPSILON);
  const entropy = ops.multiply(ops.negative(target), ops.log(share));
  const factor = ops.multiply(ops.power(ops.subtract(1, share), gamma), alpha);
  return ops.sum(ops.multiply(factor, entropy), { axis });
}

/** `categoricalFocalCrossentropy` as a loss. */
export class CategoricalFocalCrossentropy extends LossOf<CategoricalFocalCrossentropyArgs> {
  static override className = "CategoricalFocalCrossentropy";
  declare readonly alpha: number;
  declare readonly gamma: number;
  declare readonly fromLogits: boolean;
  declare readonly labelSmoothing: number;
  declare readonly axis: number;

  constructor(options: CategoricalFocalCrossentropyOptions = {}) {
    super("CategoricalFocalCrossentropy", "categorical_focal_crossentropy", options, DEFAULTS, [
      "fromLogits",
      "labelSmoothing",
      "axis",
      "alpha",
      "gamma",
    ]);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalFocalCrossentropy(yTrue, yPred, this.args);
  }
}
