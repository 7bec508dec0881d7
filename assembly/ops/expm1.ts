import { Map, map } from "../kinds/map";
import { Expm1 } from "../simd/expm1";

@unmanaged
class Expm1Map extends Map {
  @inline f4(x: v128): v128 {
    return Expm1.f4(x);
  }
}

export function expm1(x: usize, y: usize, n: i32): void {
  map<Expm1Map>(x, y, n);
}
