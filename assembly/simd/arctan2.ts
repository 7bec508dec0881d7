import { Select } from "./select";

/**
 * The angle of the point (x, y) on four float32 lanes, of the sign of y; zeros count by their signs, NaN stays.
 *
 * Method: t = least / most of the magnitudes; above tan(pi/8) it is (t - 1) / (t + 1), and pi/4 more. arctan(t) by Cephes's
 * polynomial of degree 4 in t^2 (error below 2^-24), then the octants.
 */
export abstract class Arctan2 {
  @inline static f4(y: v128, x: v128): v128 {
    const a = f32x4.abs(x);
    const b = f32x4.abs(y);
    const most = f32x4.max(a, b);
    const least = f32x4.min(a, b);
    const upper = f32x4.gt(least, f32x4.mul(most, f32x4.splat(0.41421356)));
    const shifted = Select.f4(upper, f32x4.sub(least, most), least);
    let t = f32x4.div(shifted, Select.f4(upper, f32x4.add(least, most), most));
    t = v128.andnot(t, f32x4.eq(most, f32x4.splat(0)));
    // Two infinities are as far from both axes.
    t = v128.andnot(t, f32x4.eq(least, f32x4.splat(Infinity)));
    const z = f32x4.mul(t, t);
    let p = f32x4.add(f32x4.mul(z, f32x4.splat(8.05374449538e-2)), f32x4.splat(-1.38776856032e-1));
    p = f32x4.add(f32x4.mul(z, p), f32x4.splat(1.99777106478e-1));
    p = f32x4.add(f32x4.mul(z, p), f32x4.splat(-3.33329491539e-1));
    let angle = f32x4.add(t, f32x4.mul(f32x4.mul(p, z), t));
    const quarter = v128.or(upper, f32x4.eq(least, f32x4.splat(Infinity)));
    angle = f32x4.add(angle, v128.and(quarter, f32x4.splat(0.7853981633974483)));
    angle = Select.f4(f32x4.gt(b, a), f32x4.sub(f32x4.splat(1.5707963267948966), angle), angle);
    const left = i32x4.shr_s(x, 31);
    angle = Select.f4(left, f32x4.sub(f32x4.splat(3.141592653589793), angle), angle);
    return Select.copySign(angle, y);
  }
}
