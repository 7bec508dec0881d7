import { Zip, zip } from "../kinds/map";

@unmanaged
class GreaterEqual extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(f32x4.ge(a, b), i32x4.splat(1));
  }
}

export function greater_equal(a: usize, b: usize, y: usize, n: i32): void {
  zip<GreaterEqual>(a, b, y, n);
}

@unmanaged
class GreaterEqualI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(i32x4.ge_s(a, b), i32x4.splat(1));
  }
}

export function greater_equal_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<GreaterEqualI32>(a, b, y, n);
}
