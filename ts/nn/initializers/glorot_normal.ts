import { FanInitializer, seedOption } from "../core/variance_scaling";

/**
 * Truncated normal values, variance 2 / (fanIn + fanOut) (Glorot and Bengio, 2010).
 *
 * @example initializers.glorotNormal({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class GlorotNormal extends FanInitializer {
  static className = "GlorotNormal";

  constructor(options?: { seed?: number | null }) {
    super({ scale: 1, mode: "fan_avg", distribution: "truncated_normal" }, seedOption("GlorotNormal", options));
  }
}

/** Makes a `GlorotNormal`. */
export function glorotNormal(options?: { seed?: number | null }): GlorotNormal {
  return new GlorotNormal(options);
}
