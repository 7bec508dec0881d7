import { Map, map } from "../kinds/map";
import { Softplus } from "../simd/softplus";

@unmanaged
class SoftplusMap extends Map {
  @inline f4(x: v128): v128 {
    return Softplus.f4(x);
  }
}

export function softplus(x: usize, y: usize, n: i32): void {
  map<SoftplusMap>(x, y, n);
}
