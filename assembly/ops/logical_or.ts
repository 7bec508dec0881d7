import { Zip, zip } from "../kinds/map";

@unmanaged
class LogicalOr extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.or(a, b);
  }
}

export function logical_or(a: usize, b: usize, y: usize, n: i32): void {
  zip<LogicalOr>(a, b, y, n);
}
