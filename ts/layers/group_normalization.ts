import { ShapeError, ValueError } from "../core/errors";
import { normalizeAxis, type Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { AFFINE_KEYS, Affine, type AffineOptions } from "./core/affine";
import { checkSizesAlong, sizesAlong } from "./core/axes";
import type { Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `GroupNormalization`. */
export interface GroupNormalizationOptions extends AffineOptions {
  /** How many groups the features are split into; -1 for one each; 32 by default. */
  groups?: number;
  /** The axis of the features, the last by default. */
  axis?: number;
}

/**
 * Each group of features of a sample brought to mean 0 and variance 1, then times gamma plus beta (Wu and He, 2018).
 *
 * Input and output [batch, ..., features].
 *
 * @throws ShapeError when the groups do not divide the features.
 * @example layers.groupNormalization({ groups: 2, epsilon: 0 }).apply(K.constant([[1, 3, 5, 9]])) // [[-1.  1. -1.  1.]]
 */
export class GroupNormalization extends Affine {
  static override className = "GroupNormalization";
  readonly axis: number;
  groups: number;

  constructor(options?: GroupNormalizationOptions) {
    const keys = ["groups", "axis", ...AFFINE_KEYS];
    const own = layerOptions("GroupNormalization", options, keys);
    super(own);
    this.groups = own.groups ?? 32;
    this.axis = own.axis ?? -1;
    if (!Number.isInteger(this.groups) || (this.groups < 1 && this.groups !== -1)) {
      throw new ValueError(this.name, "groups do not fit", {
        expected: "a positive whole number, or -1 for one for each feature",
        received: { groups: own.groups },
      });
    }
    if (!Number.isInteger(this.axis)) {
      throw new ValueError(this.name, "axis is no whole number", { received: { axis: own.axis } });
    }
  }

  override build(inputShape: Shape): void {
    const [features] = sizesAlong(this.name, inputShape, [this.axis]) as [number];
    if (this.groups === -1) this.groups = features;
    if (features % this.groups !== 0) {
      throw new ShapeError(this.name, "the groups do not divide the features", {
        expected: `features a multiple of ${this.groups}`,
        received: { features },
      });
    }
    this.addAffine([features]);
  }

  override checkInput(shapes: Shapes): void {
    const [features] = sizesAlong(this.name, shapes, [this.axis]) as [number];
    checkSizesAlong(this.name, shapes, [this.axis], [this.gamma?.size ?? this.beta?.size ?? features]);
  }

  override call(inputs: Tensor): Tensor {
    const x = ops.cast(inputs, "float32");
    const axis = normalizeAxis(this.name, this.axis, x.rank);
    const { dims } = x;
    const grouped = [...dims.slice(0, axis), this.groups, dims[axis]! / this.groups, ...dims.slice(axis + 1)];
    const y = ops.reshape(x, grouped);
    const axes = grouped.flatMap((_, i) => (i === 0 || i === axis ? [] : [i]));
    const [mean, variance] = ops.moments(y, axes, { keepdims: true }) as [Tensor, Tensor];
    const along = (v: Variable): Tensor =>
      ops.reshape(v, [this.groups, dims[axis]! / this.groups, ...dims.slice(axis + 1).map(() => 1)]);
    let scale = ops.rsqrt(ops.add(variance, this.epsilon));
    if (this.gamma) scale = ops.multiply(scale, along(this.gamma));
    const scaled = ops.multiply(ops.subtract(y, mean), scale);
    return ops.reshape(this.beta ? ops.add(scaled, along(this.beta)) : scaled, dims);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      groups: this.groups,
      axis: this.axis,
      ...this.affineConfig(),
    };
  }
}

/** Makes a `GroupNormalization` layer. */
export function groupNormalization(options?: GroupNormalizationOptions): GroupNormalization {
  return new GroupNormalization(options);
}
