import { RUN_BYTES } from "../layout";
import { Fma } from "../simd/fma";

/*
 * The micro-kernel over runs of terms that lie where they are: nothing is packed. A list tells where each run begins; what lies outside
 * the image is a run of zeros, or none where that holds for all four rows. The sums are those of `tile`, term by term.
 */

/** t[4, 8] = sum over the runs of [list, end): of each row its terms, side by side, times rows of b, 32 bytes apart. */
export function runsTile(list: usize, end: usize, panel: usize, t: usize, ts: usize): void {
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
