import { FanInitializer, type FanOptions, fanOptions } from "../core/variance_scaling";

/**
 * Truncated normal values, variance 1 / fanIn (LeCun et al., 1998).
 *
 * @example initializers.lecunNormal({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class LecunNormal extends FanInitializer {
  static className = "LecunNormal";

  constructor(options?: FanOptions) {
    super({ scale: 1, mode: "fan_in", distribution: "truncated_normal" }, fanOptions("LecunNormal", options));
  }
}

/** Makes a `LecunNormal`. */
export function lecunNormal(options?: FanOptions): LecunNormal {
  return new LecunNormal(options);
}
