import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { MeanState, type MetricOptions, type UpdateOptions, weightOf } from "../core/metric";

/**
 * The weighted mean of the values given.
 *
 * @example { const m = new metrics.Mean(); m.updateState([1, 3]); K.eval(m.result()) } // 2
 */
export class Mean extends MeanState {
  static override className = "Mean";

  constructor(options: MetricOptions = {}) {
    super(checkOptions("Mean", options, ["name", "dtype"]));
  }

  override updateState(values: TensorLike, _unused?: TensorLike, options: UpdateOptions = {}): void {
    this.accumulate(toTensor(this.name, values), weightOf(this.name, options));
  }
}
