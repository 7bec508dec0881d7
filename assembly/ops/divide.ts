import { Zip, zip } from "../kinds/map";

@unmanaged
class Divide extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

export function divide(a: usize, b: usize, y: usize, n: i32): void {
  zip<Divide>(a, b, y, n);
}
