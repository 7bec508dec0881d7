import { Map, map } from "../kinds/map";
import { Sin } from "../simd/sin";

@unmanaged
class SinMap extends Map {
  @inline f4(x: v128): v128 {
    return Sin.f4(x);
  }
}

export function sin(x: usize, y: usize, n: i32): void {
  map<SinMap>(x, y, n);
}
