import { Zip, zip } from "../kinds/map";

@unmanaged
class BitwiseAnd extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return v128.and(a, b);
  }
}

export function bitwise_and(a: usize, b: usize, y: usize, n: i32): void {
  zip<BitwiseAnd>(a, b, y, n);
}
