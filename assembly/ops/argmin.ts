import { arg, Better } from "../kinds/arg";

@unmanaged
class Argmin extends Better {
  @inline f(a: f32, b: f32): bool {
    return a < b;
  }
  @inline i(a: i32, b: i32): bool {
    return a < b;
  }
}

export function argmin(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return arg<Argmin>(p, r, lo, hi, false);
}

export function argmin_i32(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return arg<Argmin>(p, r, lo, hi, true);
}
