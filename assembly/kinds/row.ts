import { Fma } from "../simd/fma";
import { Activation } from "./activation";

/** The columns of `rowTile`: four panels. */
export const ROW_COLUMNS = 32;

/**
 * The micro-kernel of a single row: t[32] = sum over k of a[k] * b[k, column], terms in order as in `tile`, for four panels
 * `next` bytes apart. `a` steps by `as` bytes a term, each panel by `bs`.
 */
export function rowTile(
  k: i32,
  a: usize,
  as: usize,
  b: usize,
  next: usize,
  bs: usize,
  t: usize,
  bias: usize,
  activation: i32,
): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  let d = b + next * 2;
  if (k > 0)
    do {
      const s = v128.load32_splat(a);
      c0 = Fma.f4(s, v128.load(b), c0);
      c1 = Fma.f4(s, v128.load(b, 16), c1);
      c2 = Fma.f4(s, v128.load(b + next), c2);
      c3 = Fma.f4(s, v128.load(b + next, 16), c3);
      c4 = Fma.f4(s, v128.load(d), c4);
      c5 = Fma.f4(s, v128.load(d, 16), c5);
      c6 = Fma.f4(s, v128.load(d + next), c6);
      c7 = Fma.f4(s, v128.load(d + next, 16), c7);
      a += as;
      b += bs;
      d += bs;
    } while (--k > 0);
  if (bias) {
    c0 = f32x4.add(c0, v128.load(bias));
    c1 = f32x4.add(c1, v128.load(bias, 16));
    c2 = f32x4.add(c2, v128.load(bias, 32));
    c3 = f32x4.add(c3, v128.load(bias, 48));
    c4 = f32x4.add(c4, v128.load(bias, 64));
    c5 = f32x4.add(c5, v128.load(bias, 80));
    c6 = f32x4.add(c6, v128.load(bias, 96));
    c7 = f32x4.add(c7, v128.load(bias, 112));
  }
  if (activation) {
    c0 = Activation.f4(c0, activation);
    c1 = Activation.f4(c1, activation);
    c2 = Activation.f4(c2, activation);
    c3 = Activation.f4(c3, activation);
    c4 = Activation.f4(c4, activation);
    c5 = Activation.f4(c5, activation);
    c6 = Activation.f4(c6, activation);
    c7 = Activation.f4(c7, activation);
  }
  v128.store(t, c0);
  v128.store(t, c1, 16);
  v128.store(t, c2, 32);
  v128.store(t, c3, 48);
  v128.store(t, c4, 64);
  v128.store(t, c5, 80);
  v128.store(t, c6, 96);
  v128.store(t, c7, 112);
}
