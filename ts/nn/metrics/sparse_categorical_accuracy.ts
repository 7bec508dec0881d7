import { type TensorLike, toTensor } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { MetricOf, type MetricOptions } from "../core/metric";

/**
 * How often the largest prediction stands at the label.
 *
 * @example K.eval(metrics.sparseCategoricalAccuracy([1], [[0.2, 0.8]])) // [1.]
 */
export function sparseCategoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [given, p] = [toTensor("sparse_categorical_accuracy", yTrue), toTensor("sparse_categorical_accuracy", yPred)];
  const column = given.rank === p.rank && given.rank > 1 && given.dims[given.rank - 1] === 1;
  const t = column ? ops.squeeze(given, { axis: -1 }) : given;
  const matches = ops.cast(ops.equal(t, ops.argmax(p, { axis: -1 })), "float32");
  return matches.rank > 1 && matches.dims[matches.rank - 1] === 1 ? ops.squeeze(matches, { axis: -1 }) : matches;
}

/** `sparseCategoricalAccuracy` as a metric. */
export class SparseCategoricalAccuracy extends MetricOf<object> {
  static override className = "SparseCategoricalAccuracy";
  override readonly direction = "up";

  constructor(options: MetricOptions = {}) {
    super("SparseCategoricalAccuracy", "sparse_categorical_accuracy", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalAccuracy(yTrue, yPred);
  }
}
