import { Zip, zip } from "../kinds/map";

@unmanaged
class Subtract extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

export function subtract(a: usize, b: usize, y: usize, n: i32): void {
  zip<Subtract>(a, b, y, n);
}

@unmanaged
class SubtractI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return i32x4.sub(a, b);
  }
}

export function subtract_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<SubtractI32>(a, b, y, n);
}
