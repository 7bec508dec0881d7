import { Zip, zip } from "../kinds/map";

@unmanaged
class Greater extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(f32x4.gt(a, b), i32x4.splat(1));
  }
}

export function greater(a: usize, b: usize, y: usize, n: i32): void {
  zip<Greater>(a, b, y, n);
}

@unmanaged
class GreaterI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(i32x4.gt_s(a, b), i32x4.splat(1));
  }
}

export function greater_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<GreaterI32>(a, b, y, n);
}
