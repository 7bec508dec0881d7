import { FanInitializer, type FanOptions, fanOptions } from "../core/variance_scaling";

/**
 * Uniform values in [-l, l], l = sqrt(3 / fanIn) (LeCun et al., 1998).
 *
 * @example initializers.lecunUniform({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class LecunUniform extends FanInitializer {
  static className = "LecunUniform";

  constructor(options?: FanOptions) {
    super({ scale: 1, mode: "fan_in", distribution: "uniform" }, fanOptions("LecunUniform", options));
  }
}

/** Makes a `LecunUniform`. */
export function lecunUniform(options?: FanOptions): LecunUniform {
  return new LecunUniform(options);
}
