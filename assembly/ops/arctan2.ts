import { Zip, zip } from "../kinds/map";
import { Arctan2 } from "../simd/arctan2";

@unmanaged
class Arctan2Zip extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return Arctan2.f4(a, b);
  }
}

export function arctan2(a: usize, b: usize, y: usize, n: i32): void {
  zip<Arctan2Zip>(a, b, y, n);
}
