/** What normalization layers share that end with gamma times x plus beta. */
import type { Dims } from "../../core/shapes";
import type { Variable } from "../../core/variable";
import type { Config } from "../../nn/core/serialize";
import { Layer, type LayerOptions } from "./layer";
import { notNegative } from "./options";
import { ruleKeys, rulesConfig, type WeightRules, weightRules } from "./rules";

/** Options of all of them. */
export interface AffineOptions extends LayerOptions {
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

/** The keys of `AffineOptions`. */
export const AFFINE_KEYS: readonly string[] = ["epsilon", "center", "scale", ...ruleKeys(["beta", "gamma"])];

/** A normalization whose result is scaled and shifted by weights. */
export abstract class Affine extends Layer {
  override supportsMasking = true;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  gamma: Variable | undefined;
  beta: Variable | undefined;
  readonly #rules: { beta: WeightRules; gamma: WeightRules };

  constructor(own: AffineOptions) {
    super(own);
    this.epsilon = notNegative(this.name, "epsilon", own.epsilon ?? 1e-3);
    this.center = own.center ?? true;
    this.scale = own.scale ?? true;
    this.#rules = {
      beta: weightRules(this.name, own, "beta", "zeros"),
      gamma: weightRules(this.name, own, "gamma", "ones"),
    };
  }

  /** Makes gamma and beta, where they are wanted. */
  protected addAffine(shape: Dims): void {
    if (this.scale) this.gamma = this.addWeight({ name: "gamma", shape, ...this.#rules.gamma });
    if (this.center) this.beta = this.addWeight({ name: "beta", shape, ...this.#rules.beta });
  }

  /** Keras's config of them: `own` stands between the switches and the rules. */
  protected affineConfig(own: Config = {}): Config {
    const { epsilon, center, scale } = this;
    return { epsilon, center, scale, ...own, ...rulesConfig(this.#rules) };
  }
}
