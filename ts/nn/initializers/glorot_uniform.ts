import { FanInitializer, type FanOptions, fanOptions } from "../core/variance_scaling";

/**
 * Uniform values in [-l, l], l = sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010).
 *
 * @example initializers.glorotUniform({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class GlorotUniform extends FanInitializer {
  static className = "GlorotUniform";

  constructor(options?: FanOptions) {
    super({ scale: 1, mode: "fan_avg", distribution: "uniform" }, fanOptions("GlorotUniform", options));
  }
}

/** Makes a `GlorotUniform`. */
export function glorotUniform(options?: FanOptions): GlorotUniform {
  return new GlorotUniform(options);
}
