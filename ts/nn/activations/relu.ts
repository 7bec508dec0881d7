import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** Options of `relu`. */
export interface ReluOptions {
  /** The slope below the threshold. */
  negativeSlope?: number;
  /** The largest value. */
  maxValue?: number | null;
  /** Below it the slope holds. */
  threshold?: number;
}

/** max(x, 0); with a slope below, a ceiling and a threshold. */
export function relu(x: Tensor, options: ReluOptions = {}): Tensor {
  const { negativeSlope = 0, maxValue = null, threshold = 0 } = options;
  if (threshold === 0 && negativeSlope === 0) {
    if (maxValue === null) return ops.relu(x);
    if (maxValue === 6) return ops.relu6(x);
  }
  if (threshold === 0 && maxValue === null) return ops.leakyRelu(x, { negativeSlope });
  // The order of Keras's own steps: the negative part first, the ceiling last.
  const below = negativeSlope === 0 ? undefined : ops.multiply(negativeSlope, ops.relu(ops.subtract(threshold, x)));
  let y = threshold !== 0 ? ops.where(ops.greater(x, threshold), x, 0) : maxValue === 6 ? ops.relu6(x) : ops.relu(x);
  if (maxValue !== null && (threshold !== 0 || maxValue !== 6)) y = ops.clip(y, 0, maxValue);
  return below ? ops.subtract(y, below) : y;
}
