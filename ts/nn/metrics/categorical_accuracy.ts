import { type TensorLike, toTensor } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { MetricOf, type MetricOptions } from "../core/metric";

/**
 * How often the largest prediction stands where the largest target does.
 *
 * @example K.eval(metrics.categoricalAccuracy([[0, 1]], [[0.2, 0.8]])) // [1.]
 */
export function categoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const t = ops.argmax(toTensor("categorical_accuracy", yTrue), { axis: -1 });
  return ops.cast(ops.equal(t, ops.argmax(toTensor("categorical_accuracy", yPred), { axis: -1 })), "float32");
}

/** `categoricalAccuracy` as a metric. */
export class CategoricalAccuracy extends MetricOf<object> {
  static override className = "CategoricalAccuracy";
  override readonly direction = "up";

  constructor(options: MetricOptions = {}) {
    super("CategoricalAccuracy", "categorical_accuracy", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalAccuracy(yTrue, yPred);
  }
}
