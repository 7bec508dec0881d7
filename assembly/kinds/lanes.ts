export abstract class Lanes {
  /** Loads `count` lanes (1 to 4, or more for all) and touches nothing behind them; the others are 0. */
  @inline static load(x: usize, count: i32): v128 {
    if (count >= 4) return v128.load(x);
    let v = v128.load32_zero(x);
    if (count > 1) v = v128.load_lane<f32>(x, v, 1, 4);
    if (count > 2) v = v128.load_lane<f32>(x, v, 2, 8);
    return v;
  }

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
