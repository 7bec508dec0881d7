import { Ulp } from "../../build/accuracy/ulp";

/** What holds for every function of one argument in assembly/simd. */
export abstract class Laws {
  /** The largest error in ulp over some million inputs: all exponents, both signs; infinite where a special value is wrong. */
  static worst(f: (x: v128) => v128, reference: (x: f64) => f64): f64 {
    let worst: f64 = 0;
    for (let i: u32 = 0; i < 1 << 20; i += 4) {
      const x = f32x4(Laws.sample(i), Laws.sample(i + 1), Laws.sample(i + 2), Laws.sample(i + 3));
      const y = f(x);
      worst = max(worst, Ulp.error(f32x4.extract_lane(y, 0), reference(f32x4.extract_lane(x, 0))));
      worst = max(worst, Ulp.error(f32x4.extract_lane(y, 1), reference(f32x4.extract_lane(x, 1))));
      worst = max(worst, Ulp.error(f32x4.extract_lane(y, 2), reference(f32x4.extract_lane(x, 2))));
      worst = max(worst, Ulp.error(f32x4.extract_lane(y, 3), reference(f32x4.extract_lane(x, 3))));
    }
    return worst;
  }

  /** How often a lane's bits depend on its place or on its neighbours. */
  static dependent(f: (x: v128) => v128): i32 {
    let count = 0;
    for (let i: u32 = 0; i < 1 << 16; i++) {
      const x = Laws.sample(i * 16 + 7);
      const alone = f32x4.extract_lane(f(f32x4.splat(x)), 0);
      const a = Laws.neighbour(i);
      const b = Laws.neighbour(i >> 3);
      const c = Laws.sample(i * 13 + 5);
      if (!Laws.same(f32x4.extract_lane(f(f32x4(x, a, b, c)), 0), alone)) count++;
      if (!Laws.same(f32x4.extract_lane(f(f32x4(c, x, a, b)), 1), alone)) count++;
      if (!Laws.same(f32x4.extract_lane(f(f32x4(b, c, x, a)), 2), alone)) count++;
      if (!Laws.same(f32x4.extract_lane(f(f32x4(a, b, c, x)), 3), alone)) count++;
    }
    return count;
  }

  /** Whether f(x) has the bits of `want` (any NaN for NaN), in every lane. */
  static gives(f: (x: v128) => v128, x: f32, want: f32): bool {
    const y = f(f32x4.splat(x));
    return (
      Laws.same(f32x4.extract_lane(y, 0), want) &&
      Laws.same(f32x4.extract_lane(y, 1), want) &&
      Laws.same(f32x4.extract_lane(y, 2), want) &&
      Laws.same(f32x4.extract_lane(y, 3), want)
    );
  }

  /** Equal bits, or both NaN, whose payload is not promised. */
  static same(a: f32, b: f32): bool {
    return reinterpret<u32>(a) == reinterpret<u32>(b) || (F32.isNaN(a) && F32.isNaN(b));
  }

  /** The i-th of 2^20 inputs: every exponent and sign has 2^11 of them, the ends of its binade among them. */
  static sample(i: u32): f32 {
    const stratum = i & 511;
    const turn = (i >> 9) & 2047;
    const mantissa = turn == 0 ? 0 : turn == 1 ? 0x7fffff : (i * 0x9e3779b1) >> 9;
    return reinterpret<f32>((stratum << 23) | mantissa);
  }

  /** The values whose lanes go through rare paths. */
  static neighbour(i: u32): f32 {
    switch (i & 7) {
      case 0:
        return NaN;
      case 1:
        return Infinity;
      case 2:
        return -Infinity;
      case 3:
        return -0.0;
      case 4:
        return 1e-40;
      case 5:
        return -1;
      case 6:
        return 3e38;
      default:
        return 1;
    }
  }
}
