import { Map, map } from "../kinds/map";
import { Tanh } from "../simd/tanh";

@unmanaged
class TanhMap extends Map {
  @inline f4(x: v128): v128 {
    return Tanh.f4(x);
  }
}

export function tanh(x: usize, y: usize, n: i32): void {
  map<TanhMap>(x, y, n);
}
