/** Choice between two vectors, lane by lane. A mask lane is all ones or all zeros, as comparisons give it. */
export abstract class Select {
  /** `yes` where the mask is set, `no` elsewhere. */
  @inline static f4(mask: v128, yes: v128, no: v128): v128 {
    return v128.bitselect(yes, no, mask);
  }

  /** The magnitude of `magnitude` with the sign bit of `sign`. */
  @inline static copySign(magnitude: v128, sign: v128): v128 {
    return v128.bitselect(sign, magnitude, i32x4.splat(0x80000000));
  }

  /** -|x| (also of NaN): the sign bit set. */
  @inline static negativeAbs(x: v128): v128 {
    return v128.or(x, i32x4.splat(0x80000000));
  }
}
