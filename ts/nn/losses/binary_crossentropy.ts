import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { Loss, type LossOptions, matching } from "../core/loss";
import type { Config } from "../core/serialize";

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

/**
 * -(target log(p) + (1 - target) log(1 - p)), averaged along the last axis.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.binaryCrossentropy([[1]], [[0.5]])) // [0.6931472]
 */
export function binaryCrossentropy(yTrue: TensorLike, yPred: TensorLike, options: BinaryCrossentropyArgs = {}): Tensor {
  const { fromLogits, labelSmoothing, axis } = checkOptions("binary_crossentropy", options, [
    "fromLogits",
    "labelSmoothing",
    "axis",
  ]);
  const [t, p] = matching("binary_crossentropy", yTrue, yPred);
  const smooth = labelSmoothing ? ops.add(ops.multiply(t, 1 - labelSmoothing), 0.5 * labelSmoothing) : t;
  return ops.mean(ops.binaryCrossentropy(smooth, p, { fromLogits: fromLogits ?? false }), { axis: axis ?? -1 });
}

/** `binaryCrossentropy` as a loss. */
export class BinaryCrossentropy extends Loss {
  static override className = "BinaryCrossentropy";
  static aliases: readonly string[] = ["bce", "BCE"];
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;
  readonly axis: number;

  constructor(options: BinaryCrossentropyOptions = {}) {
    const own = checkOptions("BinaryCrossentropy", options, [
      "fromLogits",
      "labelSmoothing",
      "axis",
      "name",
      "reduction",
      "dtype",
    ]);
    super({ ...own, name: own.name ?? "binary_crossentropy" });
    this.fromLogits = own.fromLogits ?? false;
    this.labelSmoothing = own.labelSmoothing ?? 0;
    this.axis = own.axis ?? -1;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryCrossentropy(yTrue, yPred, {
      fromLogits: this.fromLogits,
      labelSmoothing: this.labelSmoothing,
      axis: this.axis,
    });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      from_logits: this.fromLogits,
      label_smoothing: this.labelSmoothing,
      axis: this.axis,
    };
  }
}
