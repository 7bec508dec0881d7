import { Select } from "./select";

/**
 * erf(x) on four float32 lanes.
 *
 * Error at most 1.89 ulp, over all float32. erf(-0) = -0, erf(+-inf) = +-1, NaN stays; odd to the bit.
 *
 * Method: |x| < 1.1015625: x + x P(x^2), P a degree 6 minimax polynomial (own fit, relative error 2^-27.6); above: 1
 * - p(|x| - 1.1015625)^4, where p, of degree 7, approximates erfc^(1/4) (own fit, error of the fourth power 2^-26.3),
 * with |x| clamped to 4.25, where the result has rounded to 1. The point between the two is one where erfc^(1/4) is a
 * float32 but for 2^-30, so that the constant term of p costs nothing.
 */
export abstract class Erf {
  @inline static f4(x: v128): v128 {
    const u = f32x4.mul(x, x);
    const u2 = f32x4.mul(u, u);
    const p01 = f32x4.add(f32x4.mul(u, f32x4.splat(-0.37612608075141907)), f32x4.splat(0.12837916612625122));
    const p23 = f32x4.add(f32x4.mul(u, f32x4.splat(-0.026842286810278893)), f32x4.splat(0.11283331364393234));
    const p45 = f32x4.add(f32x4.mul(u, f32x4.splat(-0.0007808838272467256)), f32x4.splat(0.005165666341781616));
    const p46 = f32x4.add(f32x4.mul(u2, f32x4.splat(7.190232281573117e-5)), p45);
    const p03 = f32x4.add(f32x4.mul(u2, p23), p01);
    const p = f32x4.add(f32x4.mul(f32x4.mul(u2, u2), p46), p03);
    const small = f32x4.add(x, f32x4.mul(x, p));
    const a = f32x4.pmin(f32x4.abs(x), f32x4.splat(4.25));
    const v = f32x4.sub(a, f32x4.splat(1.1015625));
    const v2 = f32x4.mul(v, v);
    const q01 = f32x4.add(f32x4.mul(v, f32x4.splat(-0.4130544662475586)), f32x4.splat(0.5876691341400146));
    const q23 = f32x4.add(f32x4.mul(v, f32x4.splat(0.0485871359705925)), f32x4.splat(0.019546277821063995));
    const q45 = f32x4.add(f32x4.mul(v, f32x4.splat(-0.005335723981261253)), f32x4.splat(-0.0058433543890714645));
    const q67 = f32x4.add(f32x4.mul(v, f32x4.splat(-0.00017451173334848136)), f32x4.splat(0.0018186593661084771));
    const q03 = f32x4.add(f32x4.mul(v2, q23), q01);
    const q47 = f32x4.add(f32x4.mul(v2, q67), q45);
    const q = f32x4.add(f32x4.mul(f32x4.mul(v2, v2), q47), q03);
    const q2 = f32x4.mul(q, q);
    const large = Select.copySign(f32x4.sub(f32x4.splat(1), f32x4.mul(q2, q2)), x);
    return Select.f4(f32x4.lt(a, f32x4.splat(1.1015625)), small, large);
  }
}
