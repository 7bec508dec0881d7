import { FanInitializer, seedOption } from "../core/variance_scaling";

/**
 * Uniform values in [-l, l], l = sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010).
 *
 * @example initializers.glorotUniform({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class GlorotUniform extends FanInitializer {
  static className = "GlorotUniform";

  constructor(options?: { seed?: number | null }) {
    super({ scale: 1, mode: "fan_avg", distribution: "uniform" }, seedOption("GlorotUniform", options));
  }
}

/** Makes a `GlorotUniform`. */
export function glorotUniform(options?: { seed?: number | null }): GlorotUniform {
  return new GlorotUniform(options);
}
