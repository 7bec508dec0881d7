import type { TensorLike } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching, smoothed } from "../core/loss";

/** Options of `binaryFocalCrossentropy`. */
export interface BinaryFocalCrossentropyArgs {
  /** Whether the classes are weighted by `alpha`. */
  applyClassBalancing?: boolean;
  /** The weight of class 1, that of class 0 being 1 - alpha. */
  alpha?: number;
  /** How much less what is already right counts. */
  gamma?: number;
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** How far targets move toward the middle, 0 to 1. */
  labelSmoothing?: number;
  /** The axis to average. */
  axis?: number;
}

/** Options of `BinaryFocalCrossentropy`. */
export interface BinaryFocalCrossentropyOptions extends LossOptions, BinaryFocalCrossentropyArgs {}

const DEFAULTS: Required<BinaryFocalCrossentropyArgs> = {
  applyClassBalancing: false,
  alpha: 0.25,
  gamma: 2,
  fromLogits: false,
  labelSmoothing: 0,
  axis: -1,
};

/**
 * Binary cross-entropy times (1 - p of the target)^gamma, averaged along an axis (Lin et al., 2017).
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.binaryFocalCrossentropy([[1]], [[0.5]])) // [0.1732868]
 */
export function binaryFocalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: BinaryFocalCrossentropyArgs = {},
): Tensor {
  const { applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, axis } = filledOptions(
    "binary_focal_crossentropy",
    options,
    DEFAULTS,
  );
  const [t, p] = matching("binary_focal_crossentropy", yTrue, yPred);
  const target = smoothed(t, labelSmoothing, 2);
  const q = fromLogits ? ops.sigmoid(p) : p;
  const other = ops.subtract(1, target);
  const right = ops.add(ops.multiply(target, q), ops.multiply(other, ops.subtract(1, q)));
  let value = ops.multiply(ops.power(ops.subtract(1, right), gamma), ops.binaryCrossentropy(target, q));
  if (applyClassBalancing) {
    value = ops.multiply(ops.add(ops.multiply(target, alpha), ops.multiply(other, 1 - alpha)), value);
  }
  return ops.mean(value, { axis });
}

/** `binaryFocalCrossentropy` as a loss. */
export class BinaryFocalCrossentropy extends LossOf<BinaryFocalCrossentropyArgs> {
  static override className = "BinaryFocalCrossentropy";
  declare readonly applyClassBalancing: boolean;
  declare readonly alpha: number;
  declare readonly gamma: number;
  declare readonly fromLogits: boolean;
  declare readonly labelSmoothing: number;
  declare readonly axis: number;

  constructor(options: BinaryFocalCrossentropyOptions = {}) {
    super("BinaryFocalCrossentropy", "binary_focal_crossentropy", options, DEFAULTS, [
      "fromLogits",
      "labelSmoothing",
      "axis",
      "applyClassBalancing",
      "alpha",
      "gamma",
    ]);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryFocalCrossentropy(yTrue, yPred, this.args);
  }
}
