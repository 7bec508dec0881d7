import { Zip, zip } from "../kinds/map";

@unmanaged
class Add extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

export function add(a: usize, b: usize, y: usize, n: i32): void {
  zip<Add>(a, b, y, n);
}

@unmanaged
class AddI32 extends Zip {
  @inline f4(a: v128, b: v128): v128 {
    return i32x4.add(a, b);
  }
}

export function add_i32(a: usize, b: usize, y: usize, n: i32): void {
  zip<AddI32>(a, b, y, n);
}
