import { Select } from "./select";
import { Sine } from "./sine";

/**
 * sin(x) on four float32 lanes.
 *
 * Error at most 1.58 ulp, over all float32. sin(-0) = -0, sin(+-inf) = NaN, NaN stays; odd to the bit. Method: see
 * Sine; lanes of |x| > 2^20 take a slow path.
 */
export abstract class Sin {
  @inline static f4(x: v128): v128 {
    return Select.f4(f32x4.eq(x, f32x4.splat(0)), x, Sine.f4(x, 0)); // sin(-0) = -0
  }
}
