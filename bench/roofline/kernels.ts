/** Loops that do one thing as fast as the runtime lets them: what the machine can give to WebAssembly. */
import { Fma } from "../../assembly/simd/fma";

/** Multiplies and adds `k` times into eight vectors; the second factors stay in registers. 64 operations a turn. */
export function arithmetic(k: i32, a: usize, b: usize, t: usize): void {
  const b0 = v128.load(b);
  const b1 = v128.load(b, 16);
  const b2 = v128.load(b, 32);
  const b3 = v128.load(b, 48);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c02 = c00;
  let c03 = c00;
  let c10 = c00;
  let c11 = c00;
  let c12 = c00;
  let c13 = c00;
  do {
    let s = v128.load(a);
    c00 = Fma.f4(s, b0, c00);
    c01 = Fma.f4(s, b1, c01);
    c02 = Fma.f4(s, b2, c02);
    c03 = Fma.f4(s, b3, c03);
    s = v128.load(a, 16);
    c10 = Fma.f4(s, b0, c10);
    c11 = Fma.f4(s, b1, c11);
    c12 = Fma.f4(s, b2, c12);
    c13 = Fma.f4(s, b3, c13);
    a += 32;
  } while (--k > 0);
  v128.store(t, c00);
  v128.store(t, c01, 16);
  v128.store(t, c02, 32);
  v128.store(t, c03, 48);
  v128.store(t, c10, 64);
  v128.store(t, c11, 80);
  v128.store(t, c12, 96);
  v128.store(t, c13, 112);
}

/** As `arithmetic`, into ten vectors: more in flight, where adding takes long. 80 operations a turn. */
export function arithmetic10(k: i32, a: usize, b: usize, t: usize): void {
  const b0 = v128.load(b);
  const b1 = v128.load(b, 16);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  do {
    let s = v128.load(a);
    c00 = Fma.f4(s, b0, c00);
    c01 = Fma.f4(s, b1, c01);
    s = v128.load(a, 16);
    c10 = Fma.f4(s, b0, c10);
    c11 = Fma.f4(s, b1, c11);
    s = v128.load(a, 32);
    c20 = Fma.f4(s, b0, c20);
    c21 = Fma.f4(s, b1, c21);
    s = v128.load(a, 48);
    c30 = Fma.f4(s, b0, c30);
    c31 = Fma.f4(s, b1, c31);
    s = v128.load(a, 64);
    c40 = Fma.f4(s, b0, c40);
    c41 = Fma.f4(s, b1, c41);
    a += 80;
  } while (--k > 0);
  v128.store(t, c00);
  v128.store(t, c01, 16);
  v128.store(t, c10, 32);
  v128.store(t, c11, 48);
  v128.store(t, c20, 64);
  v128.store(t, c21, 80);
  v128.store(t, c30, 96);
  v128.store(t, c31, 112);
  v128.store(t, c40, 128);
  v128.store(t, c41, 144);
}

/** A product of panels, 4 rows by 8 columns over `k` terms. 64 operations a term. */
export function product4x8(k: i32, a: usize, b: usize, t: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = Fma.f4(s, b0, c00);
    c01 = Fma.f4(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = Fma.f4(s, b0, c10);
    c11 = Fma.f4(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = Fma.f4(s, b0, c20);
    c21 = Fma.f4(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = Fma.f4(s, b0, c30);
    c31 = Fma.f4(s, b1, c31);
    a += 16;
    b += 32;
  } while (--k > 0);
  v128.store(t, c00);
  v128.store(t, c01, 16);
  v128.store(t, c10, 32);
  v128.store(t, c11, 48);
  v128.store(t, c20, 64);
  v128.store(t, c21, 80);
  v128.store(t, c30, 96);
  v128.store(t, c31, 112);
}

/** A product of panels, 6 rows by 8 columns. 96 operations a term. */
export function product6x8(k: i32, a: usize, b: usize, t: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = Fma.f4(s, b0, c00);
    c01 = Fma.f4(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = Fma.f4(s, b0, c10);
    c11 = Fma.f4(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = Fma.f4(s, b0, c20);
    c21 = Fma.f4(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = Fma.f4(s, b0, c30);
    c31 = Fma.f4(s, b1, c31);
    s = v128.load32_splat(a, 16);
    c40 = Fma.f4(s, b0, c40);
    c41 = Fma.f4(s, b1, c41);
    s = v128.load32_splat(a, 20);
    c50 = Fma.f4(s, b0, c50);
    c51 = Fma.f4(s, b1, c51);
    a += 24;
    b += 32;
  } while (--k > 0);
  v128.store(t, c00);
  v128.store(t, c01, 16);
  v128.store(t, c10, 32);
  v128.store(t, c11, 48);
  v128.store(t, c20, 64);
  v128.store(t, c21, 80);
  v128.store(t, c30, 96);
  v128.store(t, c31, 112);
  v128.store(t, c40, 128);
  v128.store(t, c41, 144);
  v128.store(t, c50, 160);
  v128.store(t, c51, 176);
}

/** A product of panels, 4 rows by 16 columns: for runtimes that pair vectors. 128 operations a term. */
export function product4x16(k: i32, a: usize, b: usize, t: usize): void {
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
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
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
    b += 64;
  } while (--k > 0);
  v128.store(t, c00);
  v128.store(t, c01, 16);
  v128.store(t, c02, 32);
  v128.store(t, c03, 48);
  v128.store(t, c10, 64);
  v128.store(t, c11, 80);
  v128.store(t, c12, 96);
  v128.store(t, c13, 112);
  v128.store(t, c20, 128);
  v128.store(t, c21, 144);
  v128.store(t, c22, 160);
  v128.store(t, c23, 176);
  v128.store(t, c30, 192);
  v128.store(t, c31, 208);
  v128.store(t, c32, 224);
  v128.store(t, c33, 240);
}

/** Reads `bytes`, a multiple of 128, `times` times; what it saw goes to `t`. */
export function read(from: usize, bytes: usize, times: i32, t: usize): void {
  let c0 = v128.load(t);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  do {
    let p = from;
    const end = from + bytes;
    do {
      c0 = v128.xor(c0, v128.load(p));
      c1 = v128.xor(c1, v128.load(p, 16));
      c2 = v128.xor(c2, v128.load(p, 32));
      c3 = v128.xor(c3, v128.load(p, 48));
      c0 = v128.xor(c0, v128.load(p, 64));
      c1 = v128.xor(c1, v128.load(p, 80));
      c2 = v128.xor(c2, v128.load(p, 96));
      c3 = v128.xor(c3, v128.load(p, 112));
      p += 128;
    } while (p < end);
  } while (--times > 0);
  v128.store(t, v128.xor(v128.xor(c0, c1), v128.xor(c2, c3)));
}

/** Copies `bytes`, a multiple of 64, `times` times. */
export function copy(from: usize, to: usize, bytes: usize, times: i32): void {
  do {
    let p = from;
    let q = to;
    const end = from + bytes;
    do {
      v128.store(q, v128.load(p));
      v128.store(q, v128.load(p, 16), 16);
      v128.store(q, v128.load(p, 32), 32);
      v128.store(q, v128.load(p, 48), 48);
      p += 64;
      q += 64;
    } while (p < end);
  } while (--times > 0);
}
