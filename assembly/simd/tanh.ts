import { Exp } from "./exp";
import { Select } from "./select";

/**
 * tanh(x) on four float32 lanes.
 *
 * Error at most 1.35 ulp, over all float32. tanh(-0) = -0, tanh(+-inf) = +-1, NaN stays; odd to the bit.
 *
 * Method: |x| < 0.625: x + x^3 P(x^2), P a degree 4 minimax polynomial (own fit, relative error 2^-27.6); above: 1 -
 * 2 / (exp(2 |x|) + 1), with |x| clamped to 10, where the result has long rounded to 1.
 */
export abstract class Tanh {
  @inline static f4(x: v128): v128 {
    const a = f32x4.abs(x);
    const u = f32x4.mul(a, a);
    const u2 = f32x4.mul(u, u);
    const p01 = f32x4.add(f32x4.mul(u, f32x4.splat(0.1333165466785431)), f32x4.splat(-0.33333292603492737));
    const p23 = f32x4.add(f32x4.mul(u, f32x4.splat(0.020678341388702393)), f32x4.splat(-0.05375395715236664));
    const p = f32x4.add(f32x4.mul(u2, f32x4.add(f32x4.mul(u2, f32x4.splat(-0.005743253510445356)), p23)), p01);
    const small = f32x4.add(a, f32x4.mul(f32x4.mul(a, u), p));
    const clamped = f32x4.pmin(a, f32x4.splat(10));
    const e = Exp.within87(f32x4.add(clamped, clamped));
    const large = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
    const y = Select.f4(f32x4.lt(a, f32x4.splat(0.625)), small, large);
    return Select.copySign(y, x);
  }
}
