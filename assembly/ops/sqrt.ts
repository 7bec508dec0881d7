import { Map, map } from "../kinds/map";

@unmanaged
class Sqrt extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.sqrt(x);
  }
}

export function sqrt(x: usize, y: usize, n: i32): void {
  map<Sqrt>(x, y, n);
}
