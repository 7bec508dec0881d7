/** The distance between a float32 result and the exact value. */
export abstract class Ulp {
  /**
   * |got - want| in units of the last place of `want` rounded to float32. Infinity for a special value gone wrong: NaN or
   * an infinity on one side only, or a zero of the wrong sign.
   */
  @inline static error(got: f32, want: f64): f64 {
    const rounded = <f32>want;
    if (reinterpret<u32>(got) === reinterpret<u32>(rounded) && abs(got) < Infinity) {
      return abs(<f64>got - want) / Ulp.unit(rounded);
    }
    if (F32.isNaN(rounded)) return F32.isNaN(got) ? 0 : Infinity;
    if (!(abs(got) < Infinity) || !(abs(rounded) < Infinity)) return got === rounded ? 0 : Infinity;
    if (got === 0 && reinterpret<i32>(got) >>> 31 !== reinterpret<i32>(rounded) >>> 31) return Infinity;
    return abs(<f64>got - want) / Ulp.unit(rounded);
  }

  /** The distance between a finite float32 and the next larger magnitude: 2^(exponent - 23), at least 2^-149. */
  @inline static unit(x: f32): f64 {
    const exponent = max<u64>((reinterpret<u32>(x) >> 23) & 0xff, 1);
    return reinterpret<f64>((exponent + (1023 - 127 - 23)) << 52);
  }
}
