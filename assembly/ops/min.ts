import { Fold, reduce } from "../kinds/reduce";

@unmanaged
class Min extends Fold {
  @inline identity(): v128 {
    return f32x4.splat(Infinity);
  }
  @inline combine(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
  @inline sums(): bool {
    return false;
  }
}

export function min(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduce<Min>(p, r, lo, hi, scratch);
}

@unmanaged
class MinI32 extends Fold {
  @inline identity(): v128 {
    return i32x4.splat(i32.MAX_VALUE);
  }
  @inline combine(a: v128, b: v128): v128 {
    return i32x4.min_s(a, b);
  }
  @inline sums(): bool {
    return false;
  }
}

export function min_i32(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduce<MinI32>(p, r, lo, hi, scratch);
}
