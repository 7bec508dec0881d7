import type { Shape } from "../core/shapes";
import { normalizeAxis } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { axisList, checkSizesAlong, sizesAlong } from "./core/axes";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, notNegative } from "./core/options";

/** Options of `RMSNormalization`. */
export interface RMSNormalizationOptions extends LayerOptions {
  /** The axes of the features, the last by default. */
  axis?: number | readonly number[];
  /** Added to the mean square; 1e-6 by default. */
  epsilon?: number;
}

/**
 * The features of each sample over the root of the mean of their squares, times a scale (Zhang and Sennrich, 2019).
 *
 * Input and output of any shape.
 *
 * @throws ShapeError when the features differ from what the layer was built for.
 * @example layers.rmsNormalization().apply(K.constant([[2, 2]])) // [[0.9999999 0.9999999]]
 */
export class RMSNormalization extends Layer {
  static override className = "RMSNormalization";
  readonly epsilon: number;
  scale!: Variable;
  readonly #axis: number | readonly number[];
  readonly #axes: readonly number[];

  constructor(options?: RMSNormalizationOptions) {
    const own = layerOptions("RMSNormalization", options, ["axis", "epsilon"]);
    super(own);
    this.#axis = own.axis ?? -1;
    const axes = axisList(this.name, this.#axis);
    this.#axes = Array.isArray(this.#axis) ? axes.sort((a, b) => a - b) : axes;
    this.epsilon = notNegative(this.name, "epsilon", own.epsilon ?? 1e-6);
  }

  /** The axes of the features. */
  get axis(): number | readonly number[] {
    return this.built ? this.#axes : this.#axis;
  }

  override build(inputShape: Shape): void {
    const shape = sizesAlong(this.name, inputShape, this.#axes);
    this.scale = this.addWeight({ name: "scale", shape, initializer: "ones" });
  }

  override checkInput(shapes: Shapes): void {
    checkSizesAlong(this.name, shapes, this.#axes, this.scale.dims);
  }

  override call(inputs: Tensor): Tensor {
    const axes = this.#axes.map((axis) => normalizeAxis(this.name, axis, inputs.rank));
    const along = inputs.dims.map((d, i) => (axes.includes(i) ? d : 1));
    return ops.rmsNormalization(inputs, { scale: ops.reshape(this.scale, along), axis: axes, epsilon: this.epsilon });
  }

  override getConfig(): Config {
    const axis = this.axis;
    return { ...super.getConfig(), axis: typeof axis === "number" ? axis : [...axis], epsilon: this.epsilon };
  }
}

/** Makes an `RMSNormalization` layer. */
export function rmsNormalization(options?: RMSNormalizationOptions): RMSNormalization {
  return new RMSNormalization(options);
}
