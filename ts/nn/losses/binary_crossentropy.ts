import type { TensorLike } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions, matching, smoothed } from "../core/loss";

/** Options of `binaryCrossentropy`. */
export interface BinaryCrossentropyArgs {
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** How far targets move toward the middle, 0 to 1. */
  labelSmoothing?: number;
  /** The axis to average. */
  axis?: number;
}

/** Options of `BinaryCrossentropy`. */
export interface BinaryCrossentropyOptions extends LossOptions, BinaryCrossentropyArgs {}

const DEFAULTS: Required<BinaryCrossentropyArgs> = { fromLogits: false, labelSmoothing: 0, axis: -1 };

/**
 * -(target log(p) + (1 - target) log(1 - p)), averaged along an axis, the last by default.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.binaryCrossentropy([[1]], [[0.5]])) // [0.6931472]
 */
export function binaryCrossentropy(yTrue: TensorLike, yPred: TensorLike, options: BinaryCrossentropyArgs = {}): Tensor {
  const { fromLogits, labelSmoothing, axis } = filledOptions("binary_crossentropy", options, DEFAULTS);
  const [t, p] = matching("binary_crossentropy", yTrue, yPred);
  return ops.mean(ops.binaryCrossentropy(smoothed(t, labelSmoothing, 2), p, { fromLogits }), { axis });
}

/** `binaryCrossentropy` as a loss. */
export class BinaryCrossentropy extends LossOf<BinaryCrossentropyArgs> {
  static override className = "BinaryCrossentropy";
  static aliases: readonly string[] = ["bce", "BCE"];
  declare readonly fromLogits: boolean;
  declare readonly labelSmoothing: number;
  declare readonly axis: number;

  constructor(options: BinaryCrossentropyOptions = {}) {
    super("BinaryCrossentropy", "binary_crossentropy", options, DEFAULTS);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryCrossentropy(yTrue, yPred, this.args);
  }
}
