import { Draw, draw } from "../kinds/random";
import { Erfinv } from "../simd/erfinv";

/** A normal value within two standard deviations: the inverse distribution over the middle 95.45 per cent. */
@unmanaged
class RandomTruncatedNormal extends Draw {
  @inline f4(bits: v128, mean: v128, stddev: v128): v128 {
    const k = f32x4.convert_i32x4_s(v128.or(i32x4.shl(i32x4.shr_u(bits, 9), 1), i32x4.splat(1)));
    const u = f32x4.sub(f32x4.mul(k, f32x4.splat(1.1920928955078125e-7)), f32x4.splat(1));
    // erf(2 / sqrt 2) = 0.954499736...
    const z = f32x4.mul(Erfinv.f4(f32x4.mul(u, f32x4.splat(0.954499736))), f32x4.splat(1.41421356));
    const within = f32x4.max(f32x4.splat(-2), f32x4.min(f32x4.splat(2), z));
    return f32x4.add(mean, f32x4.mul(within, stddev));
  }
}

export function random_truncated_normal(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return draw<RandomTruncatedNormal>(p, r, lo, hi, scratch);
}
