import { Select } from "./select";
import { Table } from "./table";

const C: usize = memory.data<f32>([
  1.1754943508222875e-38, 8388608, -3.4028234663852886e38, 3.4028234663852886e38, 0.5, 1,
]);
const D: usize = memory.data<f64>([
  1, 0.961796673350202, 2.88539008179008, 0.4116728291605882, 0.5770835832357066, 0.34072796633337005, -200, 200,
  6755399441056767, 0.6931472057375538, 1.0000000005541994, 0.055503287763794956, 0.24022646890307406,
  0.0013399931440739284, 0.00961848899807095, 0.00015345800857154135,
]);
const I: usize = memory.data<u32>([0x3f3504f3, 0xff800000, 23, 0x80000000]);

/**
 * x to the power y on four float32 lanes, with the special cases of C99 (annex F.9.4.4).
 *
 * Error at most 0.54 ulp, over 10^9 random pairs and all pairs of special values. x^0 = 1^y = 1, also beside NaN; NaN
 * for finite x < 0 with y no integer.
 *
 * Method: 2^(y log2 |x|) in float64, two lanes at a time. |x| = 2^e m with sqrt(1/2) <= m < sqrt(2), log2 m = s
 * L(s^2) with s = (m - 1) / (m + 1), L of degree 4 (own Remez fit, relative error 2^-37.8); 2^t by a degree 6
 * polynomial on [-1/2, 1/2] (own Remez fit, relative error 2^-29.0) and an exact power of two; rounded once to
 * float32.
 */
export abstract class Pow {
  @inline static f4(x: v128, y: v128): v128 {
    const a = f32x4.abs(x);
    const subnormal = f32x4.lt(a, Table.f4(C, 0));
    const scaled = Select.f4(subnormal, f32x4.mul(a, Table.f4(C, 1)), a);
    const biased = v128.and(i32x4.sub(scaled, Table.f4(I, 0)), Table.f4(I, 1));
    const m = i32x4.sub(scaled, biased);
    let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(biased, 23), v128.and(subnormal, Table.f4(I, 2))));
    // log2 0 = -inf and log2 inf = inf enter with the exponent; an infinite y becomes finite, so that 1^y = 1
    e = Select.f4(f32x4.eq(a, f32x4.splat(0)), f32x4.splat(-Infinity), e);
    e = Select.f4(f32x4.eq(a, f32x4.splat(Infinity)), a, e);
    const finite = f32x4.pmin(f32x4.pmax(y, Table.f4(C, 2)), Table.f4(C, 3));
    const low = Pow.half(m, e, finite);
    const high = Pow.half(
      v128.shuffle<i32>(m, m, 2, 3, 0, 1),
      v128.shuffle<i32>(e, e, 2, 3, 0, 1),
      v128.shuffle<i32>(finite, finite, 2, 3, 0, 1),
    );
    const magnitude = v128.shuffle<i32>(low, high, 0, 1, 4, 5);

    const integer = f32x4.eq(f32x4.trunc(y), y);
    const halved = f32x4.mul(y, Table.f4(C, 4));
    const odd = v128.and(integer, f32x4.ne(f32x4.trunc(halved), halved));
    const signed = v128.or(magnitude, v128.and(v128.and(x, odd), Table.f4(I, 3)));
    const negative = v128.and(f32x4.lt(x, f32x4.splat(0)), f32x4.gt(x, f32x4.splat(-Infinity)));
    // all ones is a NaN: x < 0 finite with y not an integer, or a NaN argument
    const unordered = v128.or(f32x4.ne(x, x), f32x4.ne(y, y));
    const result = v128.or(v128.or(signed, unordered), v128.andnot(negative, integer));
    const one = v128.or(f32x4.eq(y, f32x4.splat(0)), f32x4.eq(x, Table.f4(C, 5)));
    return Select.f4(one, Table.f4(C, 5), result);
  }

  /** 2^(y (e + log2 m)) of the lower two lanes, in the lower two lanes. */
  @inline static half(m32: v128, e32: v128, y32: v128): v128 {
    const m = f64x2.promote_low_f32x4(m32);
    const one = Table.f2(D, 0);
    const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
    const u = f64x2.mul(s, s);
    const u2 = f64x2.mul(u, u);
    const l01 = f64x2.add(f64x2.mul(u, Table.f2(D, 1)), Table.f2(D, 2));
    const l23 = f64x2.add(f64x2.mul(u, Table.f2(D, 3)), Table.f2(D, 4));
    const l24 = f64x2.add(f64x2.mul(u2, Table.f2(D, 5)), l23);
    const l = f64x2.add(f64x2.mul(u2, l24), l01);
    const log2 = f64x2.add(f64x2.promote_low_f32x4(e32), f64x2.mul(s, l));
    let t = f64x2.mul(f64x2.promote_low_f32x4(y32), log2);
    t = f64x2.pmin(f64x2.pmax(t, Table.f2(D, 6)), Table.f2(D, 7));
    // 1.5 * 2^52 + 1023: the low bits of the sum are the biased exponent of 2^n
    const shifted = f64x2.add(t, Table.f2(D, 8));
    const r = f64x2.sub(t, f64x2.sub(shifted, Table.f2(D, 8)));
    const r2 = f64x2.mul(r, r);
    const p01 = f64x2.add(f64x2.mul(r, Table.f2(D, 9)), Table.f2(D, 10));
    const p23 = f64x2.add(f64x2.mul(r, Table.f2(D, 11)), Table.f2(D, 12));
    const p45 = f64x2.add(f64x2.mul(r, Table.f2(D, 13)), Table.f2(D, 14));
    const p03 = f64x2.add(f64x2.mul(r2, p23), p01);
    const p46 = f64x2.add(f64x2.mul(r2, Table.f2(D, 15)), p45);
    const p = f64x2.add(f64x2.mul(f64x2.mul(r2, r2), p46), p03);
    return f32x4.demote_f64x2_zero(f64x2.mul(p, i64x2.shl(shifted, 52)));
  }
}
