export abstract class Lanes {
  /** Stores the first `count` lanes (1 to 4) of a vector. */
  @inline static store(y: usize, v: v128, count: i32): void {
    if (count >= 4) {
      v128.store(y, v);
      return;
    }
    v128.store_lane<f32>(y, v, 0);
    if (count > 1) v128.store_lane<f32>(y, v, 1, 4);
    if (count > 2) v128.store_lane<f32>(y, v, 2, 8);
  }
}
