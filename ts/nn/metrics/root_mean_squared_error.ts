import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { matching } from "../core/loss";
import { MeanState, type MetricOptions, type UpdateOptions, weightOf } from "../core/metric";

/**
 * The root of the mean of squared differences.
 *
 * @example { const m = new metrics.RootMeanSquaredError(); m.updateState([1, 3], [1, 5]); m.value().toFixed(3) } // 1.414
 */
export class RootMeanSquaredError extends MeanState {
  static override className = "RootMeanSquaredError";
  override readonly direction = "down";

  constructor(options: MetricOptions = {}) {
    super(checkOptions("RootMeanSquaredError", options, ["name", "dtype"]));
  }

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    const [t, p] = matching(this.name, yTrue, toTensor(this.name, yPred!));
    this.accumulate(ops.square(ops.subtract(p, t)), weightOf(this.name, options));
  }

  override result(): Tensor {
    return ops.sqrt(super.result());
  }

  override value(): number {
    return Math.fround(Math.sqrt(super.value()));
  }
}
