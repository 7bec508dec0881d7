import { Zip, zip } from "../kinds/map";

@unmanaged
class Less extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(f32x4.lt(a, b), i32x4.splat(1));
  }
}

export function less(a: usize, b: usize, y: usize, n: i32): void {
  zip<Less>(a, b, y, n);
}

@unmanaged
class LessI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(i32x4.lt_s(a, b), i32x4.splat(1));
  }
}

export function less_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<LessI32>(a, b, y, n);
}
