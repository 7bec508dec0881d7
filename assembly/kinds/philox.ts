import { interleave4 } from "./tile";

/**
 * Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): ten rounds over a 128-bit
 * counter and a 64-bit key. Four counters at a time, one in each lane.
 */
export abstract class Philox {
  /** Sixteen words for counters (index .. index + 3, call): word w of counter c lands at y + 16 c + 4 w. */
  @inline static draw16(index: i32, call: i32, low: i32, high: i32, y: usize): void {
    let c0 = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));
    let c1 = i32x4.splat(0);
    let c2 = i32x4.splat(call);
    let c3 = i32x4.splat(0);
    const m0 = i32x4.splat(<i32>0xd2511f53);
    const m1 = i32x4.splat(<i32>0xcd9e8d57);
    for (let round = 0; round < 10; round++) {
      const a = i64x2.extmul_low_i32x4_u(c0, m0);
      const b = i64x2.extmul_high_i32x4_u(c0, m0);
      const c = i64x2.extmul_low_i32x4_u(c2, m1);
      const d = i64x2.extmul_high_i32x4_u(c2, m1);
      const high0 = i32x4.shuffle(a, b, 1, 3, 5, 7);
      const high1 = i32x4.shuffle(c, d, 1, 3, 5, 7);
      c0 = v128.xor(v128.xor(high1, c1), i32x4.splat(low));
      c1 = i32x4.shuffle(c, d, 0, 2, 4, 6);
      c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(high));
      c3 = i32x4.shuffle(a, b, 0, 2, 4, 6);
      low += <i32>0x9e3779b9;
      high += <i32>0xbb67ae85;
    }
    v128.store(y, c0);
    v128.store(y, c1, 16);
    v128.store(y, c2, 32);
    v128.store(y, c3, 48);
    interleave4(y, y + 16, y + 32, y + 48, y, 16);
  }
}
