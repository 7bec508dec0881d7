/** Two modes of batch normalization that only Keras 1 had. */
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { OldLayer } from "./layer";

/** Mode 1 normalizes each row by itself; mode 2 all rows of the batch at hand, in inference as well. */
export class BatchNormalization extends OldLayer {
  static override className = "BatchNormalization";
  gamma!: Variable;
  beta!: Variable;
  runningMean!: Variable;
  runningStd!: Variable;

  override build(inputShape: Shape): void {
    const shape = [inputShape.at(this.#axis)!];
    this.gamma = this.addWeight({ name: "gamma", shape, ...this.rules("gamma", "ones") });
    this.beta = this.addWeight({ name: "beta", shape, ...this.rules("beta", "zeros") });
    this.runningMean = this.addWeight({ name: "running_mean", shape, initializer: "zeros", trainable: false });
    this.runningStd = this.addWeight({ name: "running_std", shape, initializer: "ones", trainable: false });
  }

  get #axis(): number {
    return Number(this.options.axis ?? -1);
  }

  override call(x: Tensor): Tensor {
    const epsilon = Number(this.options.epsilon ?? 1e-6);
    const axis = (this.#axis + x.rank) % x.rank;
    const along = (v: Variable): Tensor =>
      ops.reshape(
        v,
        x.dims.map((_, i) => (i === axis ? -1 : 1)),
      );
    if (this.options.mode === 1) {
      const mean = ops.mean(x, { axis, keepdims: true });
      const deviation = ops.add(ops.sqrt(ops.add(ops.variance(x, { axis, keepdims: true }), epsilon)), epsilon);
      const normal = ops.divide(ops.subtract(x, mean), deviation);
      return ops.add(ops.multiply(this.gamma, normal), this.beta);
    }
    const others = x.dims.map((_, i) => i).filter((i) => i !== axis);
    const mean = ops.mean(x, { axis: others, keepdims: true });
    const variance = ops.variance(x, { axis: others, keepdims: true });
    const normal = ops.multiply(ops.subtract(x, mean), ops.rsqrt(ops.add(variance, epsilon)));
    return ops.add(ops.multiply(normal, along(this.gamma)), along(this.beta));
  }
}
