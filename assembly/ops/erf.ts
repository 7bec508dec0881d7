import { Map, map } from "../kinds/map";
import { Erf } from "../simd/erf";

@unmanaged
class ErfMap extends Map {
  @inline f4(x: v128): v128 {
    return Erf.f4(x);
  }
}

export function erf(x: usize, y: usize, n: i32): void {
  map<ErfMap>(x, y, n);
}
