import { arg, Better } from "../kinds/arg";

@unmanaged
class Argmax extends Better {
  @inline f(a: f32, b: f32): bool {
    return a > b;
  }
  @inline i(a: i32, b: i32): bool {
    return a > b;
  }
}

export function argmax(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return arg<Argmax>(p, r, lo, hi, false);
}

export function argmax_i32(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return arg<Argmax>(p, r, lo, hi, true);
}
