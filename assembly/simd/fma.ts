const RELAXED: bool = ASC_FEATURE_RELAXED_SIMD;

/** a * b + c: rounded twice in the strict build, once where the relaxed build finds a fused instruction. */
export abstract class Fma {
  @inline static f4(a: v128, b: v128, c: v128): v128 {
    if (RELAXED) return f32x4.relaxed_madd(a, b, c);
    return f32x4.add(c, f32x4.mul(a, b));
  }
}
