import { Zip, zip } from "../kinds/map";
import { Pow } from "../simd/pow";

@unmanaged
class Power extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return Pow.f4(a, b);
  }
}

export function power(a: usize, b: usize, y: usize, n: i32): void {
  zip<Power>(a, b, y, n);
}

@unmanaged
class PowerI32 extends Zip {
  /** Squares and multiplies. A negative exponent read as unsigned is right for 1 and -1; the others give 0. */
  @inline f4(a: v128, b: v128): v128 {
    const one = i32x4.splat(1);
    let power = one;
    let base = a;
    for (let bits = b; v128.any_true(bits); bits = i32x4.shr_u(bits, 1)) {
      const odd = i32x4.eq(v128.and(bits, one), one);
      power = v128.bitselect(i32x4.mul(power, base), power, odd);
      base = i32x4.mul(base, base);
    }
    const unit = v128.or(i32x4.eq(a, one), i32x4.eq(a, i32x4.splat(-1)));
    const vanishes = v128.andnot(i32x4.lt_s(b, i32x4.splat(0)), unit);
    return v128.andnot(power, vanishes);
  }
}

export function power_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<PowerI32>(a, b, y, n);
}
