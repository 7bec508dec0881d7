import { Fma } from "../simd/fma";
import { Activation } from "./activation";

/** Whether this build takes two panels of eight columns at a time: where the host pairs vectors into wider ones. */
export const PAIRS: bool = isDefined(WIDE);

/** As `tile`, for two panels `next` bytes apart: t[4, 16]. Each element is summed in the same order. */
export function tilePair(
  k: i32,
  a: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  as: usize,
  b: usize,
  next: usize,
  bs: usize,
  t: usize,
  ts: usize,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c02 = c00;
  let c03 = c00;
  let c10 = c00;
  let c11 = c00;
  let c12 = c00;
  let c13 = c00;
  let c20 = c00;
  let c21 = c00;
  let c22 = c00;
  let c23 = c00;
  let c30 = c00;
  let c31 = c00;
  let c32 = c00;
  let c33 = c00;
  if (k > 0)
    do {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const b2 = v128.load(b + next);
      const b3 = v128.load(b + next, 16);
      let s = v128.load32_splat(a);
      c00 = Fma.f4(s, b0, c00);
      c01 = Fma.f4(s, b1, c01);
      c02 = Fma.f4(s, b2, c02);
      c03 = Fma.f4(s, b3, c03);
      s = v128.load32_splat(a + r1);
      c10 = Fma.f4(s, b0, c10);
      c11 = Fma.f4(s, b1, c11);
      c12 = Fma.f4(s, b2, c12);
      c13 = Fma.f4(s, b3, c13);
      s = v128.load32_splat(a + r2);
      c20 = Fma.f4(s, b0, c20);
      c21 = Fma.f4(s, b1, c21);
      c22 = Fma.f4(s, b2, c22);
      c23 = Fma.f4(s, b3, c23);
      s = v128.load32_splat(a + r3);
      c30 = Fma.f4(s, b0, c30);
      c31 = Fma.f4(s, b1, c31);
      c32 = Fma.f4(s, b2, c32);
      c33 = Fma.f4(s, b3, c33);
      a += as;
      b += bs;
    } while (--k > 0);
  v128.store(t, c00);
  v128.store(t, c01, 16);
  v128.store(t, c02, 32);
  v128.store(t, c03, 48);
  t += ts;
  v128.store(t, c10);
  v128.store(t, c11, 16);
  v128.store(t, c12, 32);
  v128.store(t, c13, 48);
  t += ts;
  v128.store(t, c20);
  v128.store(t, c21, 16);
  v128.store(t, c22, 32);
  v128.store(t, c23, 48);
  t += ts;
  v128.store(t, c30);
  v128.store(t, c31, 16);
  v128.store(t, c32, 32);
  v128.store(t, c33, 48);
}

/** As `packedTile`, for two panels. */
export function packedTilePair(k: i32, a: usize, b: usize, next: usize, bs: usize, t: usize, ts: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c02 = c00;
  let c03 = c00;
  let c10 = c00;
  let c11 = c00;
  let c12 = c00;
  let c13 = c00;
  let c20 = c00;
  let c21 = c00;
  let c22 = c00;
  let c23 = c00;
  let c30 = c00;
  let c31 = c00;
  let c32 = c00;
  let c33 = c00;
  if (k > 0)
    do {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const b2 = v128.load(b + next);
      const b3 = v128.load(b + next, 16);
      let s = v128.load32_splat(a);
      c00 = Fma.f4(s, b0, c00);
      c01 = Fma.f4(s, b1, c01);
      c02 = Fma.f4(s, b2, c02);
      c03 = Fma.f4(s, b3, c03);
      s = v128.load32_splat(a, 4);
      c10 = Fma.f4(s, b0, c10);
      c11 = Fma.f4(s, b1, c11);
      c12 = Fma.f4(s, b2, c12);
      c13 = Fma.f4(s, b3, c13);
      s = v128.load32_splat(a, 8);
      c20 = Fma.f4(s, b0, c20);
      c21 = Fma.f4(s, b1, c21);
      c22 = Fma.f4(s, b2, c22);
      c23 = Fma.f4(s, b3, c23);
      s = v128.load32_splat(a, 12);
      c30 = Fma.f4(s, b0, c30);
      c31 = Fma.f4(s, b1, c31);
      c32 = Fma.f4(s, b2, c32);
      c33 = Fma.f4(s, b3, c33);
      a += 16;
      b += bs;
    } while (--k > 0);
  v128.store(t, c00);
  v128.store(t, c01, 16);
  v128.store(t, c02, 32);
  v128.store(t, c03, 48);
  t += ts;
  v128.store(t, c10);
  v128.store(t, c11, 16);
  v128.store(t, c12, 32);
  v128.store(t, c13, 48);
  t += ts;
  v128.store(t, c20);
  v128.store(t, c21, 16);
  v128.store(t, c22, 32);
  v128.store(t, c23, 48);
  t += ts;
  v128.store(t, c30);
  v128.store(t, c31, 16);
  v128.store(t, c32, 32);
  v128.store(t, c33, 48);
}

/**
 * Bias (0: none) and activation of a tile of two panels where it lies. Not part of the micro-kernels: with it, V8 pairs none of their
 * vectors.
 */
export function finishPair(t: usize, ts: usize, bias: usize, activation: i32): void {
  for (let row = 0; row < 4; row++, t += ts) {
    for (let at: usize = 0; at < 64; at += 16) {
      let value = v128.load(t + at);
      if (bias) value = f32x4.add(value, v128.load(bias + at));
      v128.store(t + at, Activation.f4(value, activation));
    }
  }
}
