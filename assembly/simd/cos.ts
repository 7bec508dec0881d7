import { Sine } from "./sine";

/**
 * cos(x) on four float32 lanes.
 *
 * Error at most 1.59 ulp, over all float32. cos(+-inf) = NaN, NaN stays. Method: see Sine; lanes of |x| > 2^20 take a
 * slow path.
 */
export abstract class Cos {
  @inline static f4(x: v128): v128 {
    return Sine.f4(x, 1);
  }
}
