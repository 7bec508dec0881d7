import { Fold, reduce } from "../kinds/reduce";

@unmanaged
class Max extends Fold {
  @inline identity(): v128 {
    return f32x4.splat(-Infinity);
  }
  @inline combine(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
  @inline sums(): bool {
    return false;
  }
}

export function max(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduce<Max>(p, r, lo, hi, scratch);
}

@unmanaged
class MaxI32 extends Fold {
  @inline identity(): v128 {
    return i32x4.splat(i32.MIN_VALUE);
  }
  @inline combine(a: v128, b: v128): v128 {
    return i32x4.max_s(a, b);
  }
  @inline sums(): bool {
    return false;
  }
}

export function max_i32(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduce<MaxI32>(p, r, lo, hi, scratch);
}
