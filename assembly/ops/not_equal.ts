import { Zip, zip } from "../kinds/map";

@unmanaged
class NotEqual extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(f32x4.ne(a, b), i32x4.splat(1));
  }
}

export function not_equal(a: usize, b: usize, y: usize, n: i32): void {
  zip<NotEqual>(a, b, y, n);
}

@unmanaged
class NotEqualI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(i32x4.ne(a, b), i32x4.splat(1));
  }
}

export function not_equal_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<NotEqualI32>(a, b, y, n);
}
