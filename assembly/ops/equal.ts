import { Zip, zip } from "../kinds/map";

@unmanaged
class Equal extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(f32x4.eq(a, b), i32x4.splat(1));
  }
}

export function equal(a: usize, b: usize, y: usize, n: i32): void {
  zip<Equal>(a, b, y, n);
}

@unmanaged
class EqualI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(i32x4.eq(a, b), i32x4.splat(1));
  }
}

export function equal_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<EqualI32>(a, b, y, n);
}
