import { Map, map } from "../kinds/map";
import { Erfinv } from "../simd/erfinv";
import { Select } from "../simd/select";

@unmanaged
class ErfinvMap extends Map {
  @inline f4(x: v128): v128 {
    const end = f32x4.eq(f32x4.abs(x), f32x4.splat(1));
    return Select.f4(end, f32x4.mul(x, f32x4.splat(Infinity)), Erfinv.f4(x));
  }
}

export function erfinv(x: usize, y: usize, n: i32): void {
  map<ErfinvMap>(x, y, n);
}
