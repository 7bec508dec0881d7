import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { Loss, type LossOptions } from "../core/loss";
import type { Config } from "../core/serialize";

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

/**
 * -sum(target * log(prediction)) over the classes.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.categoricalCrossentropy([[0, 1]], [[0.5, 0.5]])) // [0.6931472]
 */
export function categoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: CategoricalCrossentropyArgs = {},
): Tensor {
  const { fromLogits, labelSmoothing, axis } = checkOptions("categorical_crossentropy", options, [
    "fromLogits",
    "labelSmoothing",
    "axis",
  ]);
  const p = ops.cast(toTensor("categorical_crossentropy", yPred), "float32");
  let t = ops.cast(toTensor("categorical_crossentropy", yTrue), "float32");
  if (labelSmoothing) {
    t = ops.add(ops.multiply(t, 1 - labelSmoothing), labelSmoothing / t.dims[t.rank - 1]!);
  }
  return ops.categoricalCrossentropy(t, p, { fromLogits: fromLogits ?? false, axis: axis ?? -1 });
}

/** `categoricalCrossentropy` as a loss. */
export class CategoricalCrossentropy extends Loss {
  static override className = "CategoricalCrossentropy";
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;
  readonly axis: number;

  constructor(options: CategoricalCrossentropyOptions = {}) {
    const own = checkOptions("CategoricalCrossentropy", options, [
      "fromLogits",
      "labelSmoothing",
      "axis",
      "name",
      "reduction",
      "dtype",
    ]);
    super({ ...own, name: own.name ?? "categorical_crossentropy" });
    this.fromLogits = own.fromLogits ?? false;
    this.labelSmoothing = own.labelSmoothing ?? 0;
    this.axis = own.axis ?? -1;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalCrossentropy(yTrue, yPred, {
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
