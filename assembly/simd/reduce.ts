/** Horizontal reductions of four float32 lanes, in an order that never changes. */
export abstract class Reduce {
  /** (x0 + x2) + (x1 + x3), each sum rounded to float32. */
  @inline static sum4(x: v128): f32 {
    const pairs = f32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
    return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
  }

  /** The largest lane; NaN when any lane is NaN; +0 is larger than -0. */
  @inline static max4(x: v128): f32 {
    const pairs = f32x4.max(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
    return max<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
  }

  /** The smallest lane; NaN when any lane is NaN; -0 is smaller than +0. */
  @inline static min4(x: v128): f32 {
    const pairs = f32x4.min(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
    return min<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
  }
}
