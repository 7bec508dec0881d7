import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Metric, type MetricOptions, perSample, type UpdateOptions, weightOf } from "../core/metric";

/**
 * The weighted sum of the values given.
 *
 * @example { const m = new metrics.Sum(); m.updateState([1, 3]); K.eval(m.result()) } // 4
 */
export class Sum extends Metric {
  static override className = "Sum";
  readonly total: Variable;

  constructor(options: MetricOptions = {}) {
    super(checkOptions("Sum", options, ["name", "dtype"]));
    this.total = this.addVariable({ name: "total" });
  }

  override updateState(values: TensorLike, _unused?: TensorLike, options: UpdateOptions = {}): void {
    const [v] = perSample(ops.sum, toTensor(this.name, values), weightOf(this.name, options));
    this.total.assign(ops.add(this.total, ops.sum(v)));
  }

  override result(): Tensor {
    return this.total.value;
  }
}
