import { type TensorLike, toTensor } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { sameRank } from "../core/loss";
import { MetricOf, type MetricOptions } from "../core/metric";

/**
 * How often predictions equal targets.
 *
 * @example K.eval(metrics.accuracy([1, 2], [1, 3])) // [1. 0.]
 */
export function accuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [t, p] = sameRank(toTensor("accuracy", yTrue), toTensor("accuracy", yPred));
  return ops.cast(ops.equal(ops.cast(t, p.dtype), p), "float32");
}

/** `accuracy` as a metric. */
export class Accuracy extends MetricOf<object> {
  static override className = "Accuracy";
  override readonly direction = "up";

  constructor(options: MetricOptions = {}) {
    super("Accuracy", "accuracy", options, {});
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return accuracy(yTrue, yPred);
  }
}
