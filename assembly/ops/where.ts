import { Zip3, zip3 } from "../kinds/map";

@unmanaged
class Where extends Zip3 {
  @inline f4(c: v128, a: v128, b: v128): v128 {
    return v128.bitselect(a, b, i32x4.ne(c, i32x4.splat(0)));
  }
}

/** y = c ? a : b; the same bits for every dtype. */
export function where(c: usize, a: usize, b: usize, y: usize, n: i32): void {
  zip3<Where>(c, a, b, y, n);
}
