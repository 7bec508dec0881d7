import { Log } from "./log";
import { Select } from "./select";

/**
 * log(1 + x) on four float32 lanes.
 *
 * Error at most 1.44 ulp, over all float32. log1p(-0) = -0, log1p(-1) = -inf, log1p(x < -1) = NaN, log1p(inf) = inf,
 * NaN stays. Lanes outside (-1, 2^126) take a slower path.
 *
 * Method: the exponent e of 1 + x (rounded) is taken as in Log, but f = 2^-e x + (2^-e - 1) comes from x itself, so
 * that nothing of x is lost; then e ln 2 + log(1 + f) as in Log.
 */
export abstract class Log1p {
  @inline static f4(x: v128): v128 {
    const y = Log1p.ordinary(x);
    const special = v128.or(f32x4.le(x, f32x4.splat(-1)), f32x4.ge(x, f32x4.splat(8.507059173023462e37)));
    return v128.any_true(special) ? Log1p.repair(x, y) : y;
  }

  /** log(1 + x) for -1 < x < 2^126 or NaN. */
  @inline static ordinary(x: v128): v128 {
    const biased = v128.and(i32x4.sub(f32x4.add(x, f32x4.splat(1)), i32x4.splat(0x3f3504f3)), i32x4.splat(0xff800000));
    const scale = i32x4.sub(i32x4.splat(0x3f800000), biased);
    const f = f32x4.add(f32x4.mul(scale, x), f32x4.sub(scale, f32x4.splat(1)));
    const y = Log.combine(f, f32x4.convert_i32x4_s(i32x4.shr_s(biased, 23)));
    return v128.or(y, v128.and(x, i32x4.splat(0x80000000))); // log1p(-0) = -0
  }

  /** `y`, with the lanes that `ordinary` does not serve put right. */
  static repair(x: v128, y: v128): v128 {
    y = Select.f4(f32x4.ge(x, f32x4.splat(8.507059173023462e37)), Log.anything(x), y);
    y = Select.f4(f32x4.eq(x, f32x4.splat(-1)), f32x4.splat(-Infinity), y);
    return v128.or(y, f32x4.lt(x, f32x4.splat(-1)));
  }
}
