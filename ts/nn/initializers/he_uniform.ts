import { FanInitializer, seedOption } from "../core/variance_scaling";

/**
 * Uniform values in [-l, l], l = sqrt(6 / fanIn) (He et al., 2015).
 *
 * @example initializers.heUniform({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class HeUniform extends FanInitializer {
  static className = "HeUniform";

  constructor(options?: { seed?: number | null }) {
    super({ scale: 2, mode: "fan_in", distribution: "uniform" }, seedOption("HeUniform", options));
  }
}

/** Makes a `HeUniform`. */
export function heUniform(options?: { seed?: number | null }): HeUniform {
  return new HeUniform(options);
}
