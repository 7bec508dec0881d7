import { Map, map } from "../kinds/map";

@unmanaged
class Absolute extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.abs(x);
  }
}

export function absolute(x: usize, y: usize, n: i32): void {
  map<Absolute>(x, y, n);
}

@unmanaged
class AbsoluteI32 extends Map {
  @inline f4(x: v128): v128 {
    return i32x4.abs(x);
  }
}

export function absolute_i32(x: usize, y: usize, n: i32): void {
  map<AbsoluteI32>(x, y, n);
}
