import { Map, map, Zip, zip } from "../kinds/map";

@unmanaged
class Relu extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.max(x, f32x4.splat(0));
  }
}

export function relu(x: usize, y: usize, n: i32): void {
  map<Relu>(x, y, n);
}

/** The gradient by the result: y > 0 and not x >= 0, so that the slope at exactly 0 is 0, as in Keras. */
@unmanaged
class ReluGrad extends Zip {
  @inline f4(y: v128, g: v128): v128 {
    return v128.and(g, f32x4.gt(y, f32x4.splat(0)));
  }
}

export function relu_grad(y: usize, g: usize, gx: usize, n: i32): void {
  zip<ReluGrad>(y, g, gx, n);
}
