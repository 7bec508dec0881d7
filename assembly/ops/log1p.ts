import { Map, map } from "../kinds/map";
import { Log1p } from "../simd/log1p";

@unmanaged
class Log1pMap extends Map {
  @inline f4(x: v128): v128 {
    return Log1p.f4(x);
  }
}

export function log1p(x: usize, y: usize, n: i32): void {
  map<Log1pMap>(x, y, n);
}
