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

/** Options of the named forms. */
export interface FanOptions {
  /** A number makes the values repeatable. */
  seed?: number | null;
  /** Axes of a weight whose sizes make the inputs; both or none. */
  inputAxes?: readonly number[] | null;
  /** Axes of a weight whose sizes make the outputs. */
  outputAxes?: readonly number[] | null;
}

/** Values scaled so that variances stay from layer to layer (Glorot and Bengio 2010, He et al. 2015). */
export abstract class FanInitializer extends Initializer {
  readonly seed: number | null;
  readonly inputAxes: readonly number[] | null;
  readonly outputAxes: readonly number[] | null;
  readonly #scaling: Scaling;

  constructor(scaling: Scaling, options: FanOptions = {}) {
    super();
    this.#scaling = scaling;
    this.seed = options.seed ?? null;
    this.inputAxes = options.inputAxes ?? null;
    this.outputAxes = options.outputAxes ?? null;
    for (const axes of [this.inputAxes, this.outputAxes]) {
      if (axes !== null && !(Array.isArray(axes) && axes.every(Number.isInteger)))
        throw new ValueError("VarianceScaling", "axes are no list of whole numbers", { received: { axes } });
    }
    if (!(scaling.scale > 0))
      throw new ValueError("VarianceScaling", "scale is not positive", { received: { scale: scaling.scale } });
  }

  override apply(shape: Dims, dtype?: string): Tensor {
    const { scale, mode, distribution } = this.#scaling;
    const { inputAxes, outputAxes } = this;
    const along = (axes: readonly number[]): number => axes.reduce((size, axis) => size * shape.at(axis)!, 1);
    const { fanIn, fanOut } =
      inputAxes && outputAxes ? { fanIn: along(inputAxes), fanOut: along(outputAxes) } : fans(shape);
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

  /** The same, for a weight whose inputs and outputs are other axes than usual; axes that were given stay. */
  along(inputAxes: readonly number[], outputAxes: readonly number[]): FanInitializer {
    if (this.inputAxes && this.outputAxes) return this;
    return new Along(this.#scaling, { seed: this.seed, inputAxes, outputAxes });
  }

  override getConfig(): Config {
    return { seed: this.seed, input_axes: this.inputAxes, output_axes: this.outputAxes };
  }
}

/** A scaling that has no name. */
class Along extends FanInitializer {}

/** Checks the options of the named forms. */
export function fanOptions(where: string, options?: FanOptions): FanOptions {
  return checkOptions(where, options, ["seed", "inputAxes", "outputAxes"]);
}
