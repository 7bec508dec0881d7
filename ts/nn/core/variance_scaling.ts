/** What the initializers that scale by fan share. */

import * as random from "../../backend/random";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { fans, Initializer } from "./initializer";
import type { Config } from "./serialize";

/** The standard deviation of a normal value cut at two deviations, over that of the uncut one. */
const TRUNCATED_STDDEV = 0.87962566103423978;

/** What the fans are. */
export interface Scaling {
  scale: number;
  mode: "fan_in" | "fan_out" | "fan_avg";
  distribution: "truncated_normal" | "untruncated_normal" | "uniform";
}

/** Values scaled so that variances stay from layer to layer (Glorot and Bengio 2010, He et al. 2015). */
export abstract class FanInitializer extends Initializer {
  readonly seed: number | null;
  readonly #scaling: Scaling;

  constructor(scaling: Scaling, options?: { seed?: number | null }) {
    super();
    this.#scaling = scaling;
    this.seed = options?.seed ?? null;
    if (!(scaling.scale > 0))
      throw new ValueError("VarianceScaling", "scale is not positive", { received: { scale: scaling.scale } });
  }

  override apply(shape: Dims, dtype?: string): Tensor {
    const { scale, mode, distribution } = this.#scaling;
    const { fanIn, fanOut } = fans(shape);
    const fan = mode === "fan_in" ? fanIn : mode === "fan_out" ? fanOut : (fanIn + fanOut) / 2;
    const variance = scale / Math.max(1, fan);
    const options = { seed: this.seed, dtype: dtype ?? null };
    if (distribution === "uniform") {
      const limit = Math.sqrt(3 * variance);
      return random.uniform(shape, { minval: -limit, maxval: limit, ...options });
    }
    if (distribution === "untruncated_normal") return random.normal(shape, { stddev: Math.sqrt(variance), ...options });
    return random.truncatedNormal(shape, { stddev: Math.sqrt(variance) / TRUNCATED_STDDEV, ...options });
  }

  override getConfig(): Config {
    return { seed: this.seed, input_axes: null, output_axes: null };
  }
}

/** Checks the one option of the named forms. */
export function seedOption(where: string, options?: { seed?: number | null }): { seed?: number | null } {
  const own: Record<string, unknown> & typeof options = checkOptions(where, options, [
    "seed",
    "inputAxes",
    "outputAxes",
  ]);
  for (const key of ["inputAxes", "outputAxes"]) {
    const value = own[key];
    if (value !== undefined && value !== null)
      throw new ValueError(where, `${key} is not supported`, { received: { [key]: value } });
  }
  return own;
}
