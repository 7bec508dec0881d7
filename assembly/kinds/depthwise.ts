import { Fma } from "../simd/fma";
import { Activation } from "./activation";
import { GEOMETRY_WORDS, Geometry } from "./geometry";
import { Lanes } from "./lanes";
import { Program } from "./program";

/*
 * Depthwise convolution, one filter a channel: y[pixel, c] = sum over taps of x[cell, c] * kernel[tap, c]. body: three operands,
 * geometry. A unit is one row of the output (of x for the input gradient). The rows and the taps of a row that count are listed in
 * scratch first: pairs of an address, or offset in bytes, in what is read and in the kernel. Sums go over rows, then taps.
 */
const PAIR: usize = 8;

/** operands: x, kernel, y, bias (region -1: none). Behind the geometry: the activation. */
export function depthwise(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const kernel = Program.at(p, r, 2);
  const bias: usize = Program.int(p, 6) < 0 ? 0 : Program.at(p, r, 6);
  const g = p + 32;
  const activation = load<i32>(g, GEOMETRY_WORDS << 2);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const kernelHeight = Geometry.kernelHeight(g);
  const kernelWidth = Geometry.kernelWidth(g);
  const pixel = (<usize>Geometry.channels(g)) << 2;
  const taps = scratch + <usize>kernelHeight * PAIR;
  for (let kw = 0; kw < kernelWidth; kw++) {
    const tap = taps + <usize>kw * PAIR;
    store<i32>(tap, kw * Geometry.dilationWidth(g) - Geometry.padLeft(g));
    store<u32>(tap, <u32>(<usize>kw * pixel), 4);
  }
  let y = Program.at(p, r, 4) + <usize>(lo * outWidth) * pixel;
  for (let unit = lo; unit < hi; unit++) {
    const image = x + <usize>((unit / outHeight) * height * width) * pixel;
    const top = (unit % outHeight) * Geometry.strideHeight(g) - Geometry.padTop(g);
    let rows = scratch;
    for (let kh = 0; kh < kernelHeight; kh++) {
      const ih = top + kh * Geometry.dilationHeight(g);
      if (<u32>ih >= <u32>height) continue;
      store<u32>(rows, <u32>(image + <usize>(ih * width) * pixel));
      store<u32>(rows, <u32>(kernel + <usize>(kh * kernelWidth) * pixel), 4);
      rows += PAIR;
    }
    line(scratch, rows, taps, kernelWidth, y, pixel, outWidth, Geometry.strideWidth(g), width, pixel);
    if (bias != 0 || activation != 0) finish(y, outWidth, pixel, bias, activation);
    y += <usize>outWidth * pixel;
  }
  return 0;
}

/** Adds the bias (0: none) to pixels side by side, and applies the activation. */
function finish(y: usize, count: i32, pixel: usize, bias: usize, activation: i32): void {
  const whole = pixel & ~(<usize>15);
  for (; count > 0; count--, y += pixel) {
    let at: usize = 0;
    for (; at < whole; at += 16) {
      let value = v128.load(y + at);
      if (bias) value = f32x4.add(value, v128.load(bias + at));
      v128.store(y + at, Activation.f4(value, activation));
    }
    if (at == pixel) continue;
    const left = <i32>((pixel - at) >> 2);
    let value = Lanes.load(y + at, left);
    if (bias) value = f32x4.add(value, Lanes.load(bias + at, left));
    Lanes.store(y + at, Activation.f4(value, activation), left);
  }
}

/** operands: gradient of y, kernel, gradient of x. Pixels of x that meet the same taps are `strideWidth` apart. */
export function depthwiseInput(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const gy = Program.at(p, r, 0);
  const kernel = Program.at(p, r, 2);
  const g = p + 24;
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const kernelHeight = Geometry.kernelHeight(g);
  const kernelWidth = Geometry.kernelWidth(g);
  const sh = Geometry.strideHeight(g);
  const sw = Geometry.strideWidth(g);
  const pixel = (<usize>Geometry.channels(g)) << 2;
  const taps = scratch + <usize>kernelHeight * PAIR;
  for (let phase = 0; phase < min(sw, width); phase++) {
    let count = 0;
    for (let kw = 0; kw < kernelWidth; kw++) {
      const right = phase + Geometry.padLeft(g) - kw * Geometry.dilationWidth(g);
      if (right % sw != 0) continue;
      const tap = taps + <usize>count * PAIR;
      count += 1;
      store<i32>(tap, right / sw);
      store<u32>(tap, <u32>(<usize>kw * pixel), 4);
    }
    const pixels = (width - phase + sw - 1) / sw;
    let gx = Program.at(p, r, 4) + <usize>(lo * width + phase) * pixel;
    for (let unit = lo; unit < hi; unit++, gx += <usize>width * pixel) {
      const image = gy + <usize>((unit / height) * outHeight * outWidth) * pixel;
      const top = (unit % height) + Geometry.padTop(g);
      let rows = scratch;
      for (let kh = 0; kh < kernelHeight; kh++) {
        const down = top - kh * Geometry.dilationHeight(g);
        if (down < 0 || down % sh != 0 || down / sh >= outHeight) continue;
        store<u32>(rows, <u32>(image + <usize>((down / sh) * outWidth) * pixel));
        store<u32>(rows, <u32>(kernel + <usize>(kh * kernelWidth) * pixel), 4);
        rows += PAIR;
      }
      line(scratch, rows, taps, count, gx, <usize>sw * pixel, pixels, 1, outWidth, pixel);
    }
  }
  return 0;
}

/**
 * Pixels 0 .. count of a row, `step` bytes apart. Pixel j reads the cells j * stride + tap of the listed rows, where a row has
 * `width` of them. Taps stand in the order of their cells, or against it.
 */
function line(
  rows: usize,
  rowsEnd: usize,
  taps: usize,
  tapCount: i32,
  y: usize,
  step: usize,
  count: i32,
  stride: i32,
  width: i32,
  pixel: usize,
): void {
  // Where all taps are inside.
  let first = 0;
  let last = count;
  for (let t = 0; t < tapCount; t++) {
    const tap = load<i32>(taps + <usize>t * PAIR);
    if (tap < 0) first = max(first, (stride - 1 - tap) / stride);
    last = min(last, width > tap ? (width - 1 - tap) / stride + 1 : 0);
  }
  const all = taps + <usize>tapCount * PAIR;
  const cell = <usize>stride * pixel;
  for (let j = 0; j < count; ) {
    const left = <usize>j * cell;
    if (j >= first && j + 4 <= last) {
      four(rows, rowsEnd, taps, all, left, cell, y, step, pixel);
      y += step * 4;
      j += 4;
      continue;
    }
    let from = taps;
    let to = all;
    while (from < to && <u32>(j * stride + load<i32>(from)) >= <u32>width) from += PAIR;
    while (from < to && <u32>(j * stride + load<i32>(to - PAIR)) >= <u32>width) to -= PAIR;
    one(rows, rowsEnd, from, to, left, y, pixel);
    y += step;
    j++;
  }
}

/** As `four`, for the three taps of the commonest kernels, whose places stay in registers. */
function fourOfThree(
  rows: usize,
  rowsEnd: usize,
  taps: usize,
  left: usize,
  cell: usize,
  y: usize,
  step: usize,
  pixel: usize,
): void {
  const x0 = left + <usize>load<i32>(taps) * pixel;
  const x1 = left + <usize>load<i32>(taps + PAIR) * pixel;
  const x2 = left + <usize>load<i32>(taps + PAIR * 2) * pixel;
  const w0 = <usize>load<u32>(taps, 4);
  const w1 = <usize>load<u32>(taps + PAIR, 4);
  const w2 = <usize>load<u32>(taps + PAIR * 2, 4);
  for (let at: usize = 0; at + 32 <= pixel; at += 32) {
    let a0 = f32x4.splat(0);
    let b0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let b1 = f32x4.splat(0);
    let a2 = f32x4.splat(0);
    let b2 = f32x4.splat(0);
    let a3 = f32x4.splat(0);
    let b3 = f32x4.splat(0);
    for (let row = rows; row < rowsEnd; row += PAIR) {
      const source = <usize>load<u32>(row) + at;
      const weights = <usize>load<u32>(row, 4) + at;
      let q = source + x0;
      let w = weights + w0;
      let wa = v128.load(w);
      let wb = v128.load(w, 16);
      a0 = Fma.f4(v128.load(q), wa, a0);
      b0 = Fma.f4(v128.load(q, 16), wb, b0);
      q += cell;
      a1 = Fma.f4(v128.load(q), wa, a1);
      b1 = Fma.f4(v128.load(q, 16), wb, b1);
      q += cell;
      a2 = Fma.f4(v128.load(q), wa, a2);
      b2 = Fma.f4(v128.load(q, 16), wb, b2);
      q += cell;
      a3 = Fma.f4(v128.load(q), wa, a3);
      b3 = Fma.f4(v128.load(q, 16), wb, b3);
      q = source + x1;
      w = weights + w1;
      wa = v128.load(w);
      wb = v128.load(w, 16);
      a0 = Fma.f4(v128.load(q), wa, a0);
      b0 = Fma.f4(v128.load(q, 16), wb, b0);
      q += cell;
      a1 = Fma.f4(v128.load(q), wa, a1);
      b1 = Fma.f4(v128.load(q, 16), wb, b1);
      q += cell;
      a2 = Fma.f4(v128.load(q), wa, a2);
      b2 = Fma.f4(v128.load(q, 16), wb, b2);
      q += cell;
      a3 = Fma.f4(v128.load(q), wa, a3);
      b3 = Fma.f4(v128.load(q, 16), wb, b3);
      q = source + x2;
      w = weights + w2;
      wa = v128.load(w);
      wb = v128.load(w, 16);
      a0 = Fma.f4(v128.load(q), wa, a0);
      b0 = Fma.f4(v128.load(q, 16), wb, b0);
      q += cell;
      a1 = Fma.f4(v128.load(q), wa, a1);
      b1 = Fma.f4(v128.load(q, 16), wb, b1);
      q += cell;
      a2 = Fma.f4(v128.load(q), wa, a2);
      b2 = Fma.f4(v128.load(q, 16), wb, b2);
      q += cell;
      a3 = Fma.f4(v128.load(q), wa, a3);
      b3 = Fma.f4(v128.load(q, 16), wb, b3);
    }
    let out = y + at;
    v128.store(out, a0);
    v128.store(out, b0, 16);
    out += step;
    v128.store(out, a1);
    v128.store(out, b1, 16);
    out += step;
    v128.store(out, a2);
    v128.store(out, b2, 16);
    out += step;
    v128.store(out, a3);
    v128.store(out, b3, 16);
  }
}

/** Four pixels whose cells are `cell` bytes apart, eight channels at a time. */
function four(
  rows: usize,
  rowsEnd: usize,
  taps: usize,
  tapsEnd: usize,
  left: usize,
  cell: usize,
  y: usize,
  step: usize,
  pixel: usize,
): void {
  let at: usize = 0;
  if (tapsEnd - taps == PAIR * 3) {
    fourOfThree(rows, rowsEnd, taps, left, cell, y, step, pixel);
    at = pixel & ~(<usize>31);
  }
  for (; at + 32 <= pixel; at += 32) {
    let a0 = f32x4.splat(0);
    let b0 = a0;
    let a1 = a0;
    let b1 = a0;
    let a2 = a0;
    let b2 = a0;
    let a3 = a0;
    let b3 = a0;
    for (let row = rows; row < rowsEnd; row += PAIR) {
      const source = <usize>load<u32>(row) + left + at;
      const weights = <usize>load<u32>(row, 4) + at;
      for (let tap = taps; tap < tapsEnd; tap += PAIR) {
        let q = source + <usize>load<i32>(tap) * pixel;
        const w = weights + <usize>load<u32>(tap, 4);
        const wa = v128.load(w);
        const wb = v128.load(w, 16);
        a0 = Fma.f4(v128.load(q), wa, a0);
        b0 = Fma.f4(v128.load(q, 16), wb, b0);
        q += cell;
        a1 = Fma.f4(v128.load(q), wa, a1);
        b1 = Fma.f4(v128.load(q, 16), wb, b1);
        q += cell;
        a2 = Fma.f4(v128.load(q), wa, a2);
        b2 = Fma.f4(v128.load(q, 16), wb, b2);
        q += cell;
        a3 = Fma.f4(v128.load(q), wa, a3);
        b3 = Fma.f4(v128.load(q, 16), wb, b3);
      }
    }
    let out = y + at;
    v128.store(out, a0);
    v128.store(out, b0, 16);
    out += step;
    v128.store(out, a1);
    v128.store(out, b1, 16);
    out += step;
    v128.store(out, a2);
    v128.store(out, b2, 16);
    out += step;
    v128.store(out, a3);
    v128.store(out, b3, 16);
  }
  if (at >= pixel) return;
  for (let j = 0; j < 4; j++) {
    rest(rows, rowsEnd, taps, tapsEnd, left + <usize>j * cell, y + <usize>j * step, at, pixel);
  }
}

/** One pixel, sixteen channels at a time. */
function one(rows: usize, rowsEnd: usize, taps: usize, tapsEnd: usize, left: usize, y: usize, pixel: usize): void {
  let at: usize = 0;
  for (; at + 64 <= pixel; at += 64) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let row = rows; row < rowsEnd; row += PAIR) {
      const source = <usize>load<u32>(row) + left + at;
      const weights = <usize>load<u32>(row, 4) + at;
      for (let tap = taps; tap < tapsEnd; tap += PAIR) {
        const q = source + <usize>load<i32>(tap) * pixel;
        const w = weights + <usize>load<u32>(tap, 4);
        a = Fma.f4(v128.load(q), v128.load(w), a);
        b = Fma.f4(v128.load(q, 16), v128.load(w, 16), b);
        c = Fma.f4(v128.load(q, 32), v128.load(w, 32), c);
        d = Fma.f4(v128.load(q, 48), v128.load(w, 48), d);
      }
    }
    const out = y + at;
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
  }
  rest(rows, rowsEnd, taps, tapsEnd, left, y, at, pixel);
}

/** The channels of one pixel from a place on, four at a time. */
function rest(
  rows: usize,
  rowsEnd: usize,
  taps: usize,
  tapsEnd: usize,
  left: usize,
  y: usize,
  from: usize,
  pixel: usize,
): void {
  for (let at = from; at < pixel; at += 16) {
    let a = f32x4.splat(0);
    for (let row = rows; row < rowsEnd; row += PAIR) {
      const source = <usize>load<u32>(row) + left + at;
      const weights = <usize>load<u32>(row, 4) + at;
      for (let tap = taps; tap < tapsEnd; tap += PAIR) {
        a = Fma.f4(v128.load(source + <usize>load<i32>(tap) * pixel), v128.load(weights + <usize>load<u32>(tap, 4)), a);
      }
    }
    Lanes.store(y + at, a, <i32>((pixel - at) >> 2));
  }
}
