import { Map, map } from "../kinds/map";
import { Cos } from "../simd/cos";

@unmanaged
class CosMap extends Map {
  @inline f4(x: v128): v128 {
    return Cos.f4(x);
  }
}

export function cos(x: usize, y: usize, n: i32): void {
  map<CosMap>(x, y, n);
}
