import { Map, map } from "../kinds/map";

@unmanaged
class Reciprocal extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.div(f32x4.splat(1), x);
  }
}

export function reciprocal(x: usize, y: usize, n: i32): void {
  map<Reciprocal>(x, y, n);
}
