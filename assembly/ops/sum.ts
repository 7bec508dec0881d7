import { Fold, joinSums, reduce, reduceChunks } from "../kinds/reduce";

@unmanaged
class Sum extends Fold {
  @inline identity(): v128 {
    return f32x4.splat(0);
  }
  @inline combine(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
  @inline sums(): bool {
    return true;
  }
}

export function sum(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduce<Sum>(p, r, lo, hi, scratch);
}

export function sum_chunks(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduceChunks<Sum>(p, r, lo, hi, scratch);
}

export function sum_join(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return joinSums(p, r, lo, hi, scratch);
}

@unmanaged
class SumI32 extends Fold {
  @inline identity(): v128 {
    return i32x4.splat(0);
  }
  @inline combine(a: v128, b: v128): v128 {
    return i32x4.add(a, b);
  }
  @inline sums(): bool {
    return false;
  }
}

export function sum_i32(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduce<SumI32>(p, r, lo, hi, scratch);
}
