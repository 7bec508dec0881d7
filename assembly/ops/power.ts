import { Zip, zip } from "../kinds/map";
import { Pow } from "../simd/pow";

@unmanaged
class Power extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return Pow.f4(a, b);
  }
}

export function power(a: usize, b: usize, y: usize, n: i32): void {
  zip<Power>(a, b, y, n);
}
