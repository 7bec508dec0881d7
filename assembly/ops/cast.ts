import { Map, map } from "../kinds/map";

@unmanaged
class CastF32I32 extends Map {
  @inline f4(x: v128): v128 {
    return i32x4.trunc_sat_f32x4_s(x);
  }
}

/** float32 to int32: toward zero, what does not fit becomes the nearest end of the range, NaN becomes 0. */
export function cast_f32_i32(x: usize, y: usize, n: i32): void {
  map<CastF32I32>(x, y, n);
}

@unmanaged
class CastI32F32 extends Map {
  @inline f4(x: v128): v128 {
    return f32x4.convert_i32x4_s(x);
  }
}

/** int32 or bool to float32. */
export function cast_i32_f32(x: usize, y: usize, n: i32): void {
  map<CastI32F32>(x, y, n);
}

@unmanaged
class CastF32Bool extends Map {
  @inline f4(x: v128): v128 {
    return v128.and(f32x4.ne(x, f32x4.splat(0)), i32x4.splat(1));
  }
}

/** float32 to bool: what is not zero is true, NaN too. */
export function cast_f32_bool(x: usize, y: usize, n: i32): void {
  map<CastF32Bool>(x, y, n);
}

@unmanaged
class CastI32Bool extends Map {
  @inline f4(x: v128): v128 {
    return v128.and(i32x4.ne(x, i32x4.splat(0)), i32x4.splat(1));
  }
}

/** int32 to bool. */
export function cast_i32_bool(x: usize, y: usize, n: i32): void {
  map<CastI32Bool>(x, y, n);
}

@unmanaged
class CastI32U8 extends Map {
  @inline f4(x: v128): v128 {
    return v128.and(x, i32x4.splat(255));
  }
}

/** int32 to uint8: the low eight bits. */
export function cast_i32_u8(x: usize, y: usize, n: i32): void {
  map<CastI32U8>(x, y, n);
}

@unmanaged
class CastI32I8 extends Map {
  @inline f4(x: v128): v128 {
    return i32x4.shr_s(i32x4.shl(x, 24), 24);
  }
}

/** int32 to int8: the low eight bits, signed. */
export function cast_i32_i8(x: usize, y: usize, n: i32): void {
  map<CastI32I8>(x, y, n);
}
