import { Table } from "./table";

const C: usize = memory.data<f32>([
  89, -105, 1.4426950216293335, 12583166, 12583039, 0.693145751953125, 1.428606765330187e-6, 0.1666652262210846,
  0.4999999403953552, 0.008368759416043758, 0.041668206453323364, 0.0013834851561114192, 1,
]);

/**
 * exp(x) on four float32 lanes.
 *
 * Error at most 0.79 ulp, over all float32. exp(inf) = inf, exp(-inf) = 0, NaN stays; overflow and underflow (to
 * 2^-149, then 0) where the correctly rounded value has them.
 *
 * Method: Cody-Waite reduction x = n ln 2 + r with |r| <= ln 2 / 2, then e^r = 1 + r + r^2 q(r), q a degree 4 minimax
 * polynomial (own Remez fit, relative error 2^-27.9), then two exact powers of two whose product is 2^n, so that
 * results in the subnormal range are rounded once. What rounding takes from 1 + r is given back with r^2 q(r).
 */
export abstract class Exp {
  @inline static f4(x: v128): v128 {
    // pmin and pmax give their first operand back when it is NaN
    return Exp.below89(f32x4.pmin(x, Table.f4(C, 0)));
  }

  /** exp(x) for x <= 89 or NaN: the upper clamp is the caller's. */
  @inline static below89(x: v128): v128 {
    const clamped = f32x4.pmax(x, Table.f4(C, 1));
    // 1.5 * 2^23 + 254: the low nine bits of the sum are n + 254, rounded to nearest
    const shifted = f32x4.add(f32x4.mul(clamped, Table.f4(C, 2)), Table.f4(C, 3));
    const n = f32x4.sub(shifted, Table.f4(C, 3));
    const half = i32x4.shr_u(shifted, 1);
    const scale1 = i32x4.shl(half, 23);
    const scale2 = i32x4.shl(i32x4.sub(shifted, half), 23);
    return f32x4.mul(f32x4.mul(Exp.reduced(clamped, n), scale1), scale2);
  }

  /** exp(x) for -87 <= x <= 88 or NaN: one power of two is enough. */
  @inline static within87(x: v128): v128 {
    // 1.5 * 2^23 + 127: the low bits of the sum are the biased exponent of 2^n
    const shifted = f32x4.add(f32x4.mul(x, Table.f4(C, 2)), Table.f4(C, 4));
    const n = f32x4.sub(shifted, Table.f4(C, 4));
    return f32x4.mul(Exp.reduced(x, n), i32x4.shl(shifted, 23));
  }

  /** exp(x - n ln 2), for n the integer nearest to x / ln 2. The first part of ln 2 has 15 bits: n times it is exact. */
  @inline static reduced(x: v128, n: v128): v128 {
    const head = f32x4.sub(x, f32x4.mul(n, Table.f4(C, 5)));
    const tail = f32x4.mul(n, Table.f4(C, 6));
    const r = f32x4.sub(head, tail);
    const r2 = f32x4.mul(r, r);
    const q01 = f32x4.add(f32x4.mul(r, Table.f4(C, 7)), Table.f4(C, 8));
    const q23 = f32x4.add(f32x4.mul(r, Table.f4(C, 9)), Table.f4(C, 10));
    const q24 = f32x4.add(f32x4.mul(r2, Table.f4(C, 11)), q23);
    const q = f32x4.add(f32x4.mul(r2, q24), q01);
    const sum = f32x4.add(head, Table.f4(C, 12));
    const lost = f32x4.sub(head, f32x4.sub(sum, Table.f4(C, 12)));
    return f32x4.add(sum, f32x4.add(f32x4.mul(r2, q), f32x4.sub(lost, tail)));
  }
}
