import { Zip, zip } from "../kinds/map";

@unmanaged
class LessEqual extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(f32x4.le(a, b), i32x4.splat(1));
  }
}

export function less_equal(a: usize, b: usize, y: usize, n: i32): void {
  zip<LessEqual>(a, b, y, n);
}

@unmanaged
class LessEqualI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(i32x4.le_s(a, b), i32x4.splat(1));
  }
}

export function less_equal_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<LessEqualI32>(a, b, y, n);
}
