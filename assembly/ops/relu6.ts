import { Map, map, Zip, zip } from "../kinds/map";

@unmanaged
class Relu6 extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.min(f32x4.max(x, f32x4.splat(0)), f32x4.splat(6));
  }
}

export function relu6(x: usize, y: usize, n: i32): void {
  map<Relu6>(x, y, n);
}

/** The gradient by the result: the slope at exactly 0 and 6 is 0, as in Keras. */
@unmanaged
class Relu6Grad extends Zip {
  @inline f4(y: v128, g: v128): v128 {
    return v128.and(g, v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, f32x4.splat(6))));
  }
}

export function relu6_grad(y: usize, g: usize, gx: usize, n: i32): void {
  zip<Relu6Grad>(y, g, gx, n);
}
