import { FanInitializer, type FanOptions, fanOptions } from "../core/variance_scaling";

/**
 * Uniform values in [-l, l], l = sqrt(6 / fanIn) (He et al., 2015).
 *
 * @example initializers.heUniform({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class HeUniform extends FanInitializer {
  static className = "HeUniform";

  constructor(options?: FanOptions) {
    super({ scale: 2, mode: "fan_in", distribution: "uniform" }, fanOptions("HeUniform", options));
  }
}

/** Makes a `HeUniform`. */
export function heUniform(options?: FanOptions): HeUniform {
  return new HeUniform(options);
}
