import { Fma } from "../simd/fma";
import { Geometry } from "./geometry";
import { Lanes } from "./lanes";
import { Program } from "./program";

/*
 * The gradient of a depthwise convolution to its kernel: gk[tap, c] = sum over pixels of x[cell, c] * gy[pixel, c]. A unit is one row
 * of taps of eight channels. Some rows of pixels are summed in float32, those sums in float64, in scratch: eight for each tap.
 */
const SUMS: usize = 64;
/** Pixels of rows that are summed in float32, about. */
const TOGETHER_PIXELS = 128;
/** Taps that are summed at one time: their sums and a pixel of the gradient are in registers. */
const TOGETHER = 3;

/** operands: x, gradient of y, gradient of the kernel. */
export function depthwiseKernel(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const gy = Program.at(p, r, 2);
  const gk = Program.at(p, r, 4);
  const g = p + 24;
  const channels = Geometry.channels(g);
  const height = Geometry.height(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const kernelWidth = Geometry.kernelWidth(g);
  const images = Geometry.images(g);
  const pixel = (<usize>channels) << 2;
  const row = <usize>Geometry.width(g) * pixel;
  const some = max(1, TOGETHER_PIXELS / max(1, outWidth));
  const blocks = (channels + 7) / 8;
  for (let unit = lo; unit < hi; unit++) {
    const kh = unit / blocks;
    const c = (unit % blocks) * 8;
    const at = (<usize>c) << 2;
    const down = kh * Geometry.dilationHeight(g) - Geometry.padTop(g);
    memory.fill(scratch, 0, <usize>kernelWidth * SUMS);
    for (let image = 0; image < images; image++) {
      const source = x + <usize>(image * height) * row + at;
      const gradient = gy + <usize>(image * outHeight * outWidth) * pixel + at;
      for (let oh = 0; oh < outHeight; oh += some) {
        const end = min(outHeight, oh + some);
        let kw = 0;
        for (; kw + TOGETHER <= kernelWidth; kw += TOGETHER)
          three(g, source, gradient, oh, end, down, kw, pixel, scratch);
        for (; kw < kernelWidth; kw++)
          single(g, source, gradient, oh, end, down, kw, pixel, scratch + <usize>kw * SUMS);
      }
    }
    let out = gk + <usize>(kh * kernelWidth) * pixel + at;
    let sums = scratch;
    for (let kw = 0; kw < kernelWidth; kw++, out += pixel, sums += SUMS) {
      Lanes.store(out, Sums.narrowed(sums), channels - c);
      if (channels - c > 4) Lanes.store(out + 16, Sums.narrowed(sums + 32), channels - c - 4);
    }
  }
  return 0;
}

/** Sums over all rows, of four channels each. */
abstract class Sums {
  /** As float32. */
  @inline static narrowed(sums: usize): v128 {
    const low = f32x4.demote_f64x2_zero(v128.load(sums));
    const high = f32x4.demote_f64x2_zero(v128.load(sums, 16));
    return i32x4.shuffle(low, high, 0, 1, 4, 5);
  }

  /** Adds the sum of a row. */
  @inline static join(sums: usize, sum: v128): void {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(sum)));
    const high = f64x2.promote_low_f32x4(i32x4.shuffle(sum, sum, 2, 3, 0, 1));
    v128.store(sums, f64x2.add(v128.load(sums, 16), high), 16);
  }
}

/** Three taps that lie side by side, over rows [oh, end) of an image; input rows are `down` below stride times oh. */
function three(
  g: usize,
  source: usize,
  gradient: usize,
  oh: i32,
  end: i32,
  down: i32,
  kw: i32,
  pixel: usize,
  scratch: usize,
): void {
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outWidth = Geometry.outWidth(g);
  const stride = Geometry.strideWidth(g);
  const dilation = Geometry.dilationWidth(g);
  const right = kw * dilation - Geometry.padLeft(g);
  const tap = <usize>dilation * pixel;
  const step = <usize>stride * pixel;
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  for (; oh < end; oh++) {
    const ih = oh * Geometry.strideHeight(g) + down;
    if (<u32>ih >= <u32>height) continue;
    let iw = right;
    let q = source + <usize>(ih * width + right) * pixel;
    let e = gradient + <usize>(oh * outWidth) * pixel;
    for (let ow = 0; ow < outWidth; ow++, iw += stride, q += step, e += pixel) {
      const ga = v128.load(e);
      const gb = v128.load(e, 16);
      if (iw >= 0 && iw + 2 * dilation < width) {
        a0 = Fma.f4(ga, v128.load(q), a0);
        b0 = Fma.f4(gb, v128.load(q, 16), b0);
        const q1 = q + tap;
        a1 = Fma.f4(ga, v128.load(q1), a1);
        b1 = Fma.f4(gb, v128.load(q1, 16), b1);
        const q2 = q1 + tap;
        a2 = Fma.f4(ga, v128.load(q2), a2);
        b2 = Fma.f4(gb, v128.load(q2, 16), b2);
        continue;
      }
      if (<u32>iw < <u32>width) {
        a0 = Fma.f4(ga, v128.load(q), a0);
        b0 = Fma.f4(gb, v128.load(q, 16), b0);
      }
      if (<u32>(iw + dilation) < <u32>width) {
        a1 = Fma.f4(ga, v128.load(q + tap), a1);
        b1 = Fma.f4(gb, v128.load(q + tap, 16), b1);
      }
      if (<u32>(iw + 2 * dilation) < <u32>width) {
        a2 = Fma.f4(ga, v128.load(q + 2 * tap), a2);
        b2 = Fma.f4(gb, v128.load(q + 2 * tap, 16), b2);
      }
    }
  }
  const sums = scratch + <usize>kw * SUMS;
  Sums.join(sums, a0);
  Sums.join(sums + 32, b0);
  Sums.join(sums + SUMS, a1);
  Sums.join(sums + SUMS + 32, b1);
  Sums.join(sums + 2 * SUMS, a2);
  Sums.join(sums + 2 * SUMS + 32, b2);
}

/** As `three`, for one tap. */
function single(
  g: usize,
  source: usize,
  gradient: usize,
  oh: i32,
  end: i32,
  down: i32,
  kw: i32,
  pixel: usize,
  sums: usize,
): void {
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outWidth = Geometry.outWidth(g);
  const stride = Geometry.strideWidth(g);
  const right = kw * Geometry.dilationWidth(g) - Geometry.padLeft(g);
  let a = f32x4.splat(0);
  let b = a;
  for (; oh < end; oh++) {
    const ih = oh * Geometry.strideHeight(g) + down;
    if (<u32>ih >= <u32>height) continue;
    let iw = right;
    let q = source + <usize>(ih * width + right) * pixel;
    let e = gradient + <usize>(oh * outWidth) * pixel;
    for (let ow = 0; ow < outWidth; ow++, iw += stride, q += <usize>stride * pixel, e += pixel) {
      if (<u32>iw >= <u32>width) continue;
      a = Fma.f4(v128.load(e), v128.load(q), a);
      b = Fma.f4(v128.load(e, 16), v128.load(q, 16), b);
    }
  }
  Sums.join(sums, a);
  Sums.join(sums + 32, b);
}
