import { Zip, zip } from "../kinds/map";

@unmanaged
class Minimum extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

export function minimum(a: usize, b: usize, y: usize, n: i32): void {
  zip<Minimum>(a, b, y, n);
}

@unmanaged
class MinimumI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return i32x4.min_s(a, b);
  }
}

export function minimum_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<MinimumI32>(a, b, y, n);
}
