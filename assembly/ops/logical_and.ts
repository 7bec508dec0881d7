import { Zip, zip } from "../kinds/map";

@unmanaged
class LogicalAnd extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(a, b);
  }
}

export function logical_and(a: usize, b: usize, y: usize, n: i32): void {
  zip<LogicalAnd>(a, b, y, n);
}
