import { Zip, zip } from "../kinds/map";

@unmanaged
class Multiply extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

export function multiply(a: usize, b: usize, y: usize, n: i32): void {
  zip<Multiply>(a, b, y, n);
}

@unmanaged
class MultiplyI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return i32x4.mul(a, b);
  }
}

export function multiply_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<MultiplyI32>(a, b, y, n);
}
