import { Map, map } from "../kinds/map";
import { Rsqrt } from "../simd/rsqrt";

@unmanaged
class RsqrtMap extends Map {
  @inline f4(x: v128): v128 {
    return Rsqrt.f4(x);
  }
}

export function rsqrt(x: usize, y: usize, n: i32): void {
  map<RsqrtMap>(x, y, n);
}
