import { FanInitializer, seedOption } from "../core/variance_scaling";

/**
 * Uniform values in [-l, l], l = sqrt(3 / fanIn) (LeCun et al., 1998).
 *
 * @example initializers.lecunUniform({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class LecunUniform extends FanInitializer {
  static className = "LecunUniform";

  constructor(options?: { seed?: number | null }) {
    super({ scale: 1, mode: "fan_in", distribution: "uniform" }, seedOption("LecunUniform", options));
  }
}

/** Makes a `LecunUniform`. */
export function lecunUniform(options?: { seed?: number | null }): LecunUniform {
  return new LecunUniform(options);
}
