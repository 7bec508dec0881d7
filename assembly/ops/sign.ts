import { Map, map } from "../kinds/map";

@unmanaged
class Sign extends Map {
  @inline f4(x: v128): v128 {
    return v128.or(
      v128.bitselect(v128.or(v128.and(x, f32x4.splat(-0.0)), f32x4.splat(1)), x, f32x4.ne(x, f32x4.splat(0))),
      v128.andnot(x, f32x4.eq(x, x)),
    );
  }
}

export function sign(x: usize, y: usize, n: i32): void {
  map<Sign>(x, y, n);
}

@unmanaged
class SignI32 extends Map {
  @inline f4(x: v128): v128 {
    return i32x4.sub(
      v128.and(i32x4.gt_s(x, i32x4.splat(0)), i32x4.splat(1)),
      v128.and(i32x4.lt_s(x, i32x4.splat(0)), i32x4.splat(1)),
    );
  }
}

export function sign_i32(x: usize, y: usize, n: i32): void {
  map<SignI32>(x, y, n);
}
