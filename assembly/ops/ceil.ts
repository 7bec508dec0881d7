import { Map, map } from "../kinds/map";

@unmanaged
class Ceil extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.ceil(x);
  }
}

export function ceil(x: usize, y: usize, n: i32): void {
  map<Ceil>(x, y, n);
}
