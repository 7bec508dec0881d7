import { Map, map } from "../kinds/map";
import { Exp } from "../simd/exp";

@unmanaged
class ExpMap extends Map {
  @inline f4(x: v128): v128 {
    return Exp.f4(x);
  }
}

export function exp(x: usize, y: usize, n: i32): void {
  map<ExpMap>(x, y, n);
}
