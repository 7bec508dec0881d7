import { Map, map } from "../kinds/map";
import { Sigmoid } from "../simd/sigmoid";

@unmanaged
class SigmoidMap extends Map {
  @inline f4(x: v128): v128 {
    return Sigmoid.f4(x);
  }
}

export function sigmoid(x: usize, y: usize, n: i32): void {
  map<SigmoidMap>(x, y, n);
}
