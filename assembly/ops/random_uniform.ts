import { Draw, draw } from "../kinds/random";

/** a + u (b - a), u = 24 random bits in [0, 1); b itself never comes out. */
@unmanaged
class RandomUniform extends Draw {
  @inline f4(bits: v128, a: v128, b: v128): v128 {
    const u = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 8)), f32x4.splat(5.9604644775390625e-8));
    const y = f32x4.add(a, f32x4.mul(u, f32x4.sub(b, a)));
    return v128.bitselect(y, a, f32x4.lt(y, b));
  }
}

export function random_uniform(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return draw<RandomUniform>(p, r, lo, hi, scratch);
}
