import { type TensorLike, toTensor } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { MetricOf, type MetricOptions } from "../core/metric";
import { inTopK } from "../core/numeric";

/** Options of `TopKCategoricalAccuracy`. */
export interface TopKCategoricalAccuracyArgs {
  /** How many of the largest count; 5 by default. */
  k?: number;
}

const DEFAULTS: Required<TopKCategoricalAccuracyArgs> = { k: 5 };

/**
 * How often the largest target is among the k largest predictions.
 *
 * @example K.eval(metrics.topKCategoricalAccuracy([[0, 1, 0]], [[0.5, 0.3, 0.2]], { k: 2 })) // [1.]
 */
export function topKCategoricalAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: TopKCategoricalAccuracyArgs = {},
): Tensor {
  const { k } = filledOptions("top_k_categorical_accuracy", options, DEFAULTS);
  const t = ops.argmax(toTensor("top_k_categorical_accuracy", yTrue), { axis: -1 });
  return inTopK(t, toTensor("top_k_categorical_accuracy", yPred), k);
}

/** `topKCategoricalAccuracy` as a metric. */
export class TopKCategoricalAccuracy extends MetricOf<TopKCategoricalAccuracyArgs> {
  static override className = "TopKCategoricalAccuracy";
  override readonly direction = "up";
  declare readonly k: number;

  constructor(options: MetricOptions & TopKCategoricalAccuracyArgs = {}) {
    super("TopKCategoricalAccuracy", "top_k_categorical_accuracy", options, DEFAULTS);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return topKCategoricalAccuracy(yTrue, yPred, this.args);
  }
}
