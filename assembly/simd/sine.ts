import { PayneHanek } from "./payne-hanek";
import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([
  1048576, -0.0001951829035533592, 0.008332189172506332, -0.16666655242443085, 2.4432327336398885e-5,
  -0.0013887309469282627, 0.04166664555668831, 1, 0.5,
]);
const D: usize = memory.data<f64>([0.6366197723675814, 6755399441055744, 1.5707963267341256, 6.077100506506192e-11]);
const I: usize = memory.data<u32>([0x80000000]);

/**
 * The common part of Sin and Cos: sin(x + quarter pi / 2) on four float32 lanes.
 *
 * Method: x = n pi/2 + r with |r| <= pi/4; for |x| <= 2^20 by Cody-Waite in float64 with pi/2 in two parts (the first
 * of 33 bits, so that n times it is exact), for larger x by PayneHanek, lane by lane. Then r + r^3 S(r^2) or 1 -
 * r^2/2 + r^4 C(r^2), minimax polynomials of degree 2 (own fits, relative errors 2^-27.9 and 2^-33.0).
 */
export abstract class Sine {
  @inline static f4(x: v128, quarter: i32): v128 {
    const low = f64x2.promote_low_f32x4(x);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 0, 1));
    const lowShifted = Sine.shifted(low);
    const highShifted = Sine.shifted(high);
    let n = v128.shuffle<i32>(lowShifted, highShifted, 0, 2, 4, 6);
    let r = v128.shuffle<i32>(
      f32x4.demote_f64x2_zero(Sine.remainder(low, lowShifted)),
      f32x4.demote_f64x2_zero(Sine.remainder(high, highShifted)),
      0,
      1,
      4,
      5,
    );
    if (v128.any_true(f32x4.gt(f32x4.abs(x), Table.f4(C, 0)))) {
      n = PayneHanek.quadrants(x, n);
      r = PayneHanek.remainders(x, r);
    }
    return Sine.polynomial(r, i32x4.add(n, i32x4.splat(quarter)));
  }

  /** 1.5 * 2^52 + x / (pi/2): the low bits of the sum are n, rounded to nearest. */
  @inline static shifted(x: v128): v128 {
    return f64x2.add(f64x2.mul(x, Table.f2(D, 0)), Table.f2(D, 1));
  }

  @inline static remainder(x: v128, shifted: v128): v128 {
    const n = f64x2.sub(shifted, Table.f2(D, 1));
    const high = f64x2.sub(x, f64x2.mul(n, Table.f2(D, 2)));
    return f64x2.sub(high, f64x2.mul(n, Table.f2(D, 3)));
  }

  /** sin(n pi/2 + r) for |r| <= pi/4. */
  @inline static polynomial(r: v128, n: v128): v128 {
    const u = f32x4.mul(r, r);
    let s = f32x4.add(f32x4.mul(u, Table.f4(C, 1)), Table.f4(C, 2));
    s = f32x4.add(f32x4.mul(u, s), Table.f4(C, 3));
    s = f32x4.add(r, f32x4.mul(f32x4.mul(r, u), s));
    let c = f32x4.add(f32x4.mul(u, Table.f4(C, 4)), Table.f4(C, 5));
    c = f32x4.add(f32x4.mul(u, c), Table.f4(C, 6));
    c = f32x4.mul(f32x4.mul(u, u), c);
    c = f32x4.add(f32x4.sub(Table.f4(C, 7), f32x4.mul(u, Table.f4(C, 8))), c);
    const odd = i32x4.shr_s(i32x4.shl(n, 31), 31);
    const sign = v128.and(i32x4.shl(n, 30), Table.f4(I, 0));
    return v128.xor(Select.f4(odd, c, s), sign);
  }
}
