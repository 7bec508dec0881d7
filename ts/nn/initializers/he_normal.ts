import { FanInitializer, seedOption } from "../core/variance_scaling";

/**
 * Truncated normal values, variance 2 / fanIn (He et al., 2015).
 *
 * @example initializers.heNormal({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class HeNormal extends FanInitializer {
  static className = "HeNormal";

  constructor(options?: { seed?: number | null }) {
    super({ scale: 2, mode: "fan_in", distribution: "truncated_normal" }, seedOption("HeNormal", options));
  }
}

/** Makes a `HeNormal`. */
export function heNormal(options?: { seed?: number | null }): HeNormal {
  return new HeNormal(options);
}
