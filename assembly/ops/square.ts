import { Map, map } from "../kinds/map";

@unmanaged
class Square extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.mul(x, x);
  }
}

export function square(x: usize, y: usize, n: i32): void {
  map<Square>(x, y, n);
}

@unmanaged
class SquareI32 extends Map {
  @inline f4(x: v128): v128 {
    return i32x4.mul(x, x);
  }
}

export function square_i32(x: usize, y: usize, n: i32): void {
  map<SquareI32>(x, y, n);
}
