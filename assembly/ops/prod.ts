import { Fold, reduce } from "../kinds/reduce";

@unmanaged
class Prod extends Fold {
  @inline identity(): v128 {
    return f32x4.splat(1);
  }
  @inline combine(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
  @inline sums(): bool {
    return false;
  }
}

export function prod(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduce<Prod>(p, r, lo, hi, scratch);
}

@unmanaged
class ProdI32 extends Fold {
  @inline identity(): v128 {
    return i32x4.splat(1);
  }
  @inline combine(a: v128, b: v128): v128 {
    return i32x4.mul(a, b);
  }
  @inline sums(): bool {
    return false;
  }
}

export function prod_i32(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return reduce<ProdI32>(p, r, lo, hi, scratch);
}
