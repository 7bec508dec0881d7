import { Map, map } from "../kinds/map";

@unmanaged
class LogicalNot extends Map {
  @inline f4(x: v128): v128 {
    return v128.xor(x, i32x4.splat(1));
  }
}

export function logical_not(x: usize, y: usize, n: i32): void {
  map<LogicalNot>(x, y, n);
}
