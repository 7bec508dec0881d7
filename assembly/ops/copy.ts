import { Map, map } from "../kinds/map";

@unmanaged
class Copy extends Map {
  @inline f4(x: v128): v128 {
    return x;
  }
}

/** A copy of the same bits. */
export function copy(x: usize, y: usize, n: i32): void {
  map<Copy>(x, y, n);
}
