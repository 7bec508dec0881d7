import { Map, map } from "../kinds/map";

@unmanaged
class Negative extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.neg(x);
  }
}

export function negative(x: usize, y: usize, n: i32): void {
  map<Negative>(x, y, n);
}

@unmanaged
class NegativeI32 extends Map {
  @inline f4(x: v128): v128 {
    return i32x4.neg(x);
  }
}

export function negative_i32(x: usize, y: usize, n: i32): void {
  map<NegativeI32>(x, y, n);
}
