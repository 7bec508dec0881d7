/** Highway and MaxoutDense of Keras 1. */
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import { positive } from "../../layers/core/options";
import * as ops from "../../ops/gen/public";
import { OldLayer } from "./layer";

/** t act(x W + b) + (1 - t) x, with t = sigmoid(x W' + b') (Srivastava et al., 2015). */
export class Highway extends OldLayer {
  static override className = "Highway";
  kernel!: Variable;
  bias: Variable | undefined;
  carryKernel!: Variable;
  carryBias: Variable | undefined;

  override build(inputShape: Shape): void {
    const size = inputShape.at(-1)!;
    const withBias = this.options.bias !== false;
    this.kernel = this.addWeight({ name: "W", shape: [size, size] });
    if (withBias) this.bias = this.addWeight({ name: "b", shape: [size], initializer: "zeros" });
    this.carryKernel = this.addWeight({ name: "W_carry", shape: [size, size] });
    if (withBias) this.carryBias = this.addWeight({ name: "b_carry", shape: [size], initializer: "zeros" });
  }

  override call(x: Tensor): Tensor {
    const affine = (kernel: Variable, bias: Variable | undefined): Tensor => {
      const y = ops.matmul(x, kernel);
      return bias ? ops.add(y, bias) : y;
    };
    const carry = ops.sigmoid(affine(this.carryKernel, this.carryBias));
    const y = this.activation().fn(affine(this.kernel, this.bias));
    return ops.add(ops.multiply(y, carry), ops.multiply(ops.subtract(1, carry), x));
  }
}

/** The largest of several affine maps (Goodfellow et al., 2013). */
export class MaxoutDense extends OldLayer {
  static override className = "MaxoutDense";
  kernel!: Variable;
  bias: Variable | undefined;

  override build(inputShape: Shape): void {
    const units = positive(this.name, "output_dim", this.options.outputDim);
    const pieces = positive(this.name, "nb_feature", this.options.nbFeature);
    this.kernel = this.addWeight({ name: "W", shape: [pieces, inputShape.at(-1)!, units] });
    if (this.options.bias !== false) {
      this.bias = this.addWeight({ name: "b", shape: [pieces, units], initializer: "zeros" });
    }
  }

  override call(x: Tensor): Tensor {
    const y = ops.einsum("bi,fio->bfo", x, this.kernel);
    return ops.max(this.bias ? ops.add(y, this.bias) : y, { axis: 1 });
  }
}
