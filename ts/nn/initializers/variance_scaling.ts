import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Config } from "../core/serialize";
import { FanInitializer, type FanOptions, type Scaling } from "../core/variance_scaling";

/** Options of `VarianceScaling`. */
export interface VarianceScalingOptions extends FanOptions {
  /** The variance times the fan; 1 by default. */
  scale?: number;
  /** "fan_in" (default), "fan_out" or "fan_avg". */
  mode?: string;
  /** "truncated_normal" (default), "untruncated_normal" or "uniform". */
  distribution?: string;
}

const MODES = ["fan_in", "fan_out", "fan_avg"];
const DISTRIBUTIONS = ["uniform", "truncated_normal", "untruncated_normal"];

/**
 * Values whose variance is a scale over the number of inputs, outputs, or their mean.
 *
 * @throws ValueError for unknown modes and distributions.
 * @example initializers.varianceScaling({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class VarianceScaling extends FanInitializer {
  static className = "VarianceScaling";
  readonly scale: number;
  readonly mode: string;
  readonly distribution: string;

  constructor(options: VarianceScalingOptions = {}) {
    const keys = ["scale", "mode", "distribution", "seed", "inputAxes", "outputAxes"];
    const own = checkOptions("VarianceScaling", options, keys);
    const { scale = 1, mode = "fan_in" } = own;
    const given = String(own.distribution ?? "truncated_normal").toLowerCase();
    const distribution = given === "normal" ? "truncated_normal" : given;
    for (const [key, value, known] of [
      ["mode", mode, MODES],
      ["distribution", distribution, DISTRIBUTIONS],
    ] as const) {
      if (!known.includes(value)) {
        throw new ValueError("VarianceScaling", `the ${key} is unknown`, {
          expected: `one of ${known.join(", ")}`,
          received: { [key]: value },
        });
      }
    }
    super({ scale, mode, distribution } as Scaling, own);
    this.scale = scale;
    this.mode = mode;
    this.distribution = distribution;
  }

  override getConfig(): Config {
    const { seed, ...axes } = super.getConfig();
    return { seed, scale: this.scale, mode: this.mode, distribution: this.distribution, ...axes };
  }
}

/** Makes a `VarianceScaling`. */
export function varianceScaling(options: VarianceScalingOptions = {}): VarianceScaling {
  return new VarianceScaling(options);
}
