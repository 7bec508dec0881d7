import { Zip, zip } from "../kinds/map";

@unmanaged
class LogicalXor extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.xor(a, b);
  }
}

export function logical_xor(a: usize, b: usize, y: usize, n: i32): void {
  zip<LogicalXor>(a, b, y, n);
}
