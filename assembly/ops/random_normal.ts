import { Draw, draw } from "../kinds/random";
import { Erfinv } from "../simd/erfinv";

/** mean + stddev z, z by the inverse of the normal distribution at 23 random bits. */
@unmanaged
class RandomNormal extends Draw {
  @inline f4(bits: v128, mean: v128, stddev: v128): v128 {
    // (2 k + 1) / 2^23 - 1 for k in 0 .. 2^23 - 1: exact, symmetric, never -1 or 1.
    const k = f32x4.convert_i32x4_s(v128.or(i32x4.shl(i32x4.shr_u(bits, 9), 1), i32x4.splat(1)));
    const u = f32x4.sub(f32x4.mul(k, f32x4.splat(1.1920928955078125e-7)), f32x4.splat(1));
    return f32x4.add(mean, f32x4.mul(f32x4.mul(Erfinv.f4(u), f32x4.splat(1.41421356)), stddev));
  }
}

export function random_normal(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return draw<RandomNormal>(p, r, lo, hi, scratch);
}
