import { Zip, zip } from "../kinds/map";

@unmanaged
class Maximum extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

export function maximum(a: usize, b: usize, y: usize, n: i32): void {
  zip<Maximum>(a, b, y, n);
}

@unmanaged
class MaximumI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return i32x4.max_s(a, b);
  }
}

export function maximum_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<MaximumI32>(a, b, y, n);
}
