import { Map, map } from "../kinds/map";

@unmanaged
class Floor extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.floor(x);
  }
}

export function floor(x: usize, y: usize, n: i32): void {
  map<Floor>(x, y, n);
}
