import { Map, map } from "../kinds/map";
import { Log } from "../simd/log";

@unmanaged
class LogMap extends Map {
  @inline f4(x: v128): v128 {
    return Log.f4(x);
  }
}

export function log(x: usize, y: usize, n: i32): void {
  map<LogMap>(x, y, n);
}
