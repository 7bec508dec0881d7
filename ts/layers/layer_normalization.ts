import { ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { AFFINE_KEYS, Affine, type AffineOptions } from "./core/affine";
import { axisList, checkSizesAlong, sizesAlong } from "./core/axes";
import type { Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `LayerNormalization`. */
export interface LayerNormalizationOptions extends AffineOptions {
  /** The axes of the features, the last by default. */
  axis?: number | readonly number[];
}

/**
 * The features of each sample brought to mean 0 and variance 1, then times gamma plus beta (Ba et al., 2016).
 *
 * Input and output of any shape.
 *
 * @throws ShapeError when the features differ from what the layer was built for.
 * @example layers.layerNormalization({ epsilon: 0 }).apply(K.constant([[1, 3]])) // [[-1.  1.]]
 */
export class LayerNormalization extends Affine {
  static override className = "LayerNormalization";
  readonly #axis: number | readonly number[];
  readonly #axes: readonly number[];

  constructor(options?: LayerNormalizationOptions) {
    const keys = ["axis", ...AFFINE_KEYS];
    const own = layerOptions("LayerNormalization", options, keys, ["rmsScaling"]);
    super(own);
    this.#axis = own.axis ?? -1;
    const axes = axisList(this.name, this.#axis);
    this.#axes = Array.isArray(this.#axis) ? axes.sort((a, b) => a - b) : axes;
    if (new Set(axes).size !== axes.length) {
      throw new ValueError(this.name, "axis names an axis twice", { received: { axis: own.axis } });
    }
  }

  /** The axes of the features. */
  get axis(): number | readonly number[] {
    return this.built ? this.#axes : this.#axis;
  }

  override build(inputShape: Shape): void {
    const shape = sizesAlong(this.name, inputShape, this.#axes);
    this.addAffine(shape);
  }

  override checkInput(shapes: Shapes): void {
    const weight = this.gamma ?? this.beta;
    if (weight) checkSizesAlong(this.name, shapes, this.#axes, weight.dims);
  }

  override call(inputs: Tensor): Tensor {
    const { gamma, beta, epsilon } = this;
    return ops.layerNormalization(inputs, { gamma: gamma ?? null, beta: beta ?? null, axis: this.#axes, epsilon });
  }

  override getConfig(): Config {
    const axis = this.axis;
    return {
      ...super.getConfig(),
      axis: typeof axis === "number" ? axis : [...axis],
      ...this.affineConfig({ rms_scaling: false }),
    };
  }
}

/** Makes a `LayerNormalization` layer. */
export function layerNormalization(options?: LayerNormalizationOptions): LayerNormalization {
  return new LayerNormalization(options);
}
