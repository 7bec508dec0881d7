import { FanInitializer, type FanOptions, fanOptions } from "../core/variance_scaling";

/**
 * Truncated normal values, variance 2 / (fanIn + fanOut) (Glorot and Bengio, 2010).
 *
 * @example initializers.glorotNormal({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class GlorotNormal extends FanInitializer {
  static className = "GlorotNormal";

  constructor(options?: FanOptions) {
    super({ scale: 1, mode: "fan_avg", distribution: "truncated_normal" }, fanOptions("GlorotNormal", options));
  }
}

/** Makes a `GlorotNormal`. */
export function glorotNormal(options?: FanOptions): GlorotNormal {
  return new GlorotNormal(options);
}
