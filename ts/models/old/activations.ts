/** Activations with weights of Keras 1: ParametricSoftplus and SReLU. */
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { OldLayer } from "./layer";

/** Sizes of a weight for each place of the input, shared along some axes. */
function sizes(inputShape: Shape, shared: unknown): Shape {
  const axes = Array.isArray(shared) ? shared : [];
  return inputShape.slice(1).map((size, i) => (axes.includes(i + 1) ? 1 : size));
}

/** alpha log(1 + exp(beta x)). */
export class ParametricSoftplus extends OldLayer {
  static override className = "ParametricSoftplus";
  alphas!: Variable;
  betas!: Variable;

  override build(inputShape: Shape): void {
    const shape = sizes(inputShape, this.options.sharedAxes);
    this.alphas = this.addWeight({ name: "alphas", shape, initializer: "ones" });
    this.betas = this.addWeight({ name: "betas", shape, initializer: "ones" });
  }

  override call(x: Tensor): Tensor {
    return ops.multiply(this.alphas, ops.softplus(ops.multiply(this.betas, x)));
  }
}

/** S-shaped rectified linear unit: a slope below the left place, one above the right place, 1 between (Jin et al., 2015). */
export class SReLU extends OldLayer {
  static override className = "SReLU";
  tLeft!: Variable;
  aLeft!: Variable;
  tRight!: Variable;
  aRight!: Variable;

  override build(inputShape: Shape): void {
    const shape = sizes(inputShape, this.options.sharedAxes);
    this.tLeft = this.addWeight({ name: "t_left", shape, initializer: "zeros" });
    this.aLeft = this.addWeight({ name: "a_left", shape, initializer: "zeros" });
    this.tRight = this.addWeight({ name: "t_right", shape, initializer: "ones" });
    this.aRight = this.addWeight({ name: "a_right", shape, initializer: "ones" });
  }

  override call(x: Tensor): Tensor {
    const width = ops.abs(this.tRight);
    const right = ops.add(this.tLeft, width);
    const from = ops.subtract(x, this.tLeft);
    const below = ops.multiply(this.aLeft, ops.minimum(from, 0));
    // Theano held the left slope, too, below the right place.
    const middle =
      this.options.backend === "theano"
        ? ops.subtract(ops.minimum(ops.add(ops.relu(from), below), width), below)
        : ops.minimum(ops.relu(from), width);
    const above = ops.multiply(this.aRight, ops.relu(ops.subtract(x, right)));
    return ops.add(ops.add(this.tLeft, ops.add(middle, below)), above);
  }
}
