/**
 * The remainder of a huge float32 modulo pi/2, exact to 2^-62 (the rare path of sin and cos).
 *
 * Method (Payne and Hanek 1983): with |x| = m 2^e, m an integer of 24 bits, only 96 bits of 2/pi matter: those above
 * give multiples of 4, those below less than 2^-70. m times this window, modulo 2^96, is the fraction of x / (2 pi).
 */
export abstract class PayneHanek {
  /** `n`, with the lanes of |x| > 2^20 replaced by their number of quarter turns modulo 4. */
  static quadrants(x: v128, n: v128): v128 {
    n = i32x4.replace_lane(n, 0, PayneHanek.quadrant(f32x4.extract_lane(x, 0), i32x4.extract_lane(n, 0)));
    n = i32x4.replace_lane(n, 1, PayneHanek.quadrant(f32x4.extract_lane(x, 1), i32x4.extract_lane(n, 1)));
    n = i32x4.replace_lane(n, 2, PayneHanek.quadrant(f32x4.extract_lane(x, 2), i32x4.extract_lane(n, 2)));
    return i32x4.replace_lane(n, 3, PayneHanek.quadrant(f32x4.extract_lane(x, 3), i32x4.extract_lane(n, 3)));
  }

  /** `r`, with the lanes of |x| > 2^20 replaced by their remainder in [-pi/4, pi/4]; NaN for infinite x. */
  static remainders(x: v128, r: v128): v128 {
    r = f32x4.replace_lane(r, 0, PayneHanek.remainder(f32x4.extract_lane(x, 0), f32x4.extract_lane(r, 0)));
    r = f32x4.replace_lane(r, 1, PayneHanek.remainder(f32x4.extract_lane(x, 1), f32x4.extract_lane(r, 1)));
    r = f32x4.replace_lane(r, 2, PayneHanek.remainder(f32x4.extract_lane(x, 2), f32x4.extract_lane(r, 2)));
    return f32x4.replace_lane(r, 3, PayneHanek.remainder(f32x4.extract_lane(x, 3), f32x4.extract_lane(r, 3)));
  }

  static quadrant(x: f32, n: i32): i32 {
    if (!(abs(x) > 1048576)) return n;
    const turn = PayneHanek.turn(x);
    const quarter = <i32>(turn >> 62) + <i32>((turn >> 61) & 1);
    return x < 0 ? -quarter : quarter;
  }

  static remainder(x: f32, r: f32): f32 {
    if (!(abs(x) > 1048576)) return r;
    if (abs(x) == Infinity) return NaN;
    const angle = <f64>(<i64>(PayneHanek.turn(x) << 2)) * 8.515303950216386e-20; // pi/2 * 2^-64
    return <f32>(x < 0 ? -angle : angle);
  }

  /** The fraction of |x| / (2 pi), as a 64 bit fixed point number, for 2^20 < |x| < inf. */
  static turn(x: f32): u64 {
    const bits = reinterpret<u32>(x);
    const m = <u64>((bits & 0x7fffff) | 0x800000);
    const offset = <i32>((bits >> 23) & 0xff) - 144; // of the window in the words below; at least 3
    const first = offset >> 5;
    const shift = <u64>(offset & 31);
    const w0 = PayneHanek.window(first, shift);
    const w1 = PayneHanek.window(first + 1, shift);
    const w2 = PayneHanek.window(first + 2, shift);
    return ((m * w0) << 32) + m * w1 + ((m * w2) >> 32);
  }

  /** 32 bits of 2/pi, `shift` bits after the start of a word. */
  @inline static window(word: i32, shift: u64): u64 {
    return ((((PayneHanek.word(word) << 32) | PayneHanek.word(word + 1)) << shift) >> 32) & 0xffffffff;
  }

  /** 2/pi after the binary point, eight zeros first, in words of 32 bits. */
  static word(index: i32): u64 {
    switch (index) {
      case 0:
        return 0x00a2f983;
      case 1:
        return 0x6e4e4415;
      case 2:
        return 0x29fc2757;
      case 3:
        return 0xd1f534dd;
      case 4:
        return 0xc0db6295;
      case 5:
        return 0x993c4390;
      default:
        return 0x41fe5163;
    }
  }
}
