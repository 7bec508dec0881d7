import { FanInitializer, type FanOptions, fanOptions } from "../core/variance_scaling";

/**
 * Truncated normal values, variance 2 / fanIn (He et al., 2015).
 *
 * @example initializers.heNormal({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class HeNormal extends FanInitializer {
  static className = "HeNormal";

  constructor(options?: FanOptions) {
    super({ scale: 2, mode: "fan_in", distribution: "truncated_normal" }, fanOptions("HeNormal", options));
  }
}

/** Makes a `HeNormal`. */
export function heNormal(options?: FanOptions): HeNormal {
  return new HeNormal(options);
}
