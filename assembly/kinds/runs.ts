import { RUN_BYTES } from "../layout";
import { Fma } from "../simd/fma";
import { Activation } from "./activation";

/*
 * The micro-kernel over runs of terms that lie where they are: nothing is packed. A list tells where each run begins; what lies outside
 * the image is a run of zeros, or none where that holds for all four rows. The sums are those of `tile`, term by term.
 */

/** Moves all runs of a list by some bytes. */
export function moveRuns(list: usize, end: usize, bytes: i32): void {
  const by = i32x4.splat(bytes);
  for (; list < end; list += RUN_BYTES) v128.store(list, i32x4.add(v128.load(list), by));
}

/** t[4, 8] = sum over the runs of [list, end): of each row its terms, side by side, times rows of b, 32 bytes apart. */
export function runsTile(
  list: usize,
  end: usize,
  panel: usize,
  t: usize,
  ts: usize,
  bias: usize,
  activation: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (; list < end; list += RUN_BYTES) {
    let a = <usize>load<u32>(list);
    const r1 = <usize>load<u32>(list, 4) - a;
    const r2 = <usize>load<u32>(list, 8) - a;
    const r3 = <usize>load<u32>(list, 12) - a;
    let k = load<i32>(list, 16);
    let b = panel + <usize>load<u32>(list, 20);
    do {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let s = v128.load32_splat(a);
      c00 = Fma.f4(s, b0, c00);
      c01 = Fma.f4(s, b1, c01);
      s = v128.load32_splat(a + r1);
      c10 = Fma.f4(s, b0, c10);
      c11 = Fma.f4(s, b1, c11);
      s = v128.load32_splat(a + r2);
      c20 = Fma.f4(s, b0, c20);
      c21 = Fma.f4(s, b1, c21);
      s = v128.load32_splat(a + r3);
      c30 = Fma.f4(s, b0, c30);
      c31 = Fma.f4(s, b1, c31);
      a += 4;
      b += 32;
    } while (--k > 0);
  }
  if (bias) {
    const e0 = v128.load(bias);
    const e1 = v128.load(bias, 16);
    c00 = f32x4.add(c00, e0);
    c01 = f32x4.add(c01, e1);
    c10 = f32x4.add(c10, e0);
    c11 = f32x4.add(c11, e1);
    c20 = f32x4.add(c20, e0);
    c21 = f32x4.add(c21, e1);
    c30 = f32x4.add(c30, e0);
    c31 = f32x4.add(c31, e1);
  }
  if (activation) {
    c00 = Activation.f4(c00, activation);
    c01 = Activation.f4(c01, activation);
    c10 = Activation.f4(c10, activation);
    c11 = Activation.f4(c11, activation);
    c20 = Activation.f4(c20, activation);
    c21 = Activation.f4(c21, activation);
    c30 = Activation.f4(c30, activation);
    c31 = Activation.f4(c31, activation);
  }
  v128.store(t, c00);
  v128.store(t, c01, 16);
  t += ts;
  v128.store(t, c10);
  v128.store(t, c11, 16);
  t += ts;
  v128.store(t, c20);
  v128.store(t, c21, 16);
  t += ts;
  v128.store(t, c30);
  v128.store(t, c31, 16);
}

/** As `runsTile`, for two panels `next` bytes apart: t[4, 16]. */
export function runsTilePair(list: usize, end: usize, panel: usize, next: usize, t: usize, ts: usize): void {
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
  for (; list < end; list += RUN_BYTES) {
    let a = <usize>load<u32>(list);
    const r1 = <usize>load<u32>(list, 4) - a;
    const r2 = <usize>load<u32>(list, 8) - a;
    const r3 = <usize>load<u32>(list, 12) - a;
    let k = load<i32>(list, 16);
    let b = panel + <usize>load<u32>(list, 20);
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
      a += 4;
      b += 32;
    } while (--k > 0);
  }
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
