import { ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { axisList, checkSizesAlong, sizesAlong } from "./core/axes";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, notNegative } from "./core/options";
import { ruleKeys, rulesConfig, type WeightRules, weightRules } from "./core/rules";

/** Options of `LayerNormalization`. */
export interface LayerNormalizationOptions extends LayerOptions {
  /** The axes of the features, the last by default. */
  axis?: number | readonly number[];
  /** Added to the variance; 0.001 by default. */
  epsilon?: number;
  /** Whether `beta` is added. */
  center?: boolean;
  /** Whether `gamma` multiplies. */
  scale?: boolean;
  betaInitializer?: unknown;
  gammaInitializer?: unknown;
  betaRegularizer?: unknown;
  gammaRegularizer?: unknown;
  betaConstraint?: unknown;
  gammaConstraint?: unknown;
}

/**
 * The features of each sample brought to mean 0 and variance 1, then times gamma plus beta (Ba et al., 2016).
 *
 * Input and output of any shape.
 *
 * @throws ShapeError when the features differ from what the layer was built for.
 * @example layers.layerNormalization({ epsilon: 0 }).apply(K.constant([[1, 3]])) // [[-1.  1.]]
 */
export class LayerNormalization extends Layer {
  static override className = "LayerNormalization";
  override supportsMasking = true;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  gamma: Variable | undefined;
  beta: Variable | undefined;
  readonly #axis: number | readonly number[];
  readonly #axes: readonly number[];
  readonly #rules: { beta: WeightRules; gamma: WeightRules };

  constructor(options?: LayerNormalizationOptions) {
    const keys = ["axis", "epsilon", "center", "scale", ...ruleKeys(["beta", "gamma"])];
    const own = layerOptions("LayerNormalization", options, keys, ["rmsScaling"]);
    super(own);
    this.#axis = own.axis ?? -1;
    const axes = axisList(this.name, this.#axis);
    this.#axes = Array.isArray(this.#axis) ? axes.sort((a, b) => a - b) : axes;
    this.epsilon = notNegative(this.name, "epsilon", own.epsilon ?? 1e-3);
    this.center = own.center ?? true;
    this.scale = own.scale ?? true;
    this.#rules = {
      beta: weightRules(this.name, own, "beta", "zeros"),
      gamma: weightRules(this.name, own, "gamma", "ones"),
    };
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
    if (this.scale) this.gamma = this.addWeight({ name: "gamma", shape, ...this.#rules.gamma });
    if (this.center) this.beta = this.addWeight({ name: "beta", shape, ...this.#rules.beta });
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
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      rms_scaling: false,
      ...rulesConfig(this.#rules),
    };
  }
}

/** Makes a `LayerNormalization` layer. */
export function layerNormalization(options?: LayerNormalizationOptions): LayerNormalization {
  return new LayerNormalization(options);
}
