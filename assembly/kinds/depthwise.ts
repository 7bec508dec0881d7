import { Fma } from "../simd/fma";
import { Geometry } from "./geometry";
import { Lanes } from "./lanes";
import { Program } from "./program";

/*
 * Depthwise convolution, one filter a channel: y[pixel, c] = sum over taps of x[cell, c] * kernel[tap, c], eight
 * channels at a time. body: three operands, geometry. A unit is one row of the output (of x for the input gradient),
 * one tap of eight channels for the kernel gradient.
 */
const CHANNELS = 8;

/** operands: x, kernel, y. */
export function depthwise(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const kernel = Program.at(p, r, 2);
  const g = p + 24;
  const channels = Geometry.channels(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const kernelHeight = Geometry.kernelHeight(g);
  const kernelWidth = Geometry.kernelWidth(g);
  const pixelBytes = (<usize>channels) << 2;
  let y = Program.at(p, r, 4) + <usize>(lo * outWidth) * pixelBytes;
  for (let unit = lo; unit < hi; unit++) {
    const image = x + <usize>((unit / outHeight) * height * width) * pixelBytes;
    const top = (unit % outHeight) * Geometry.strideHeight(g) - Geometry.padTop(g);
    for (let ow = 0; ow < outWidth; ow++, y += pixelBytes) {
      const left = ow * Geometry.strideWidth(g) - Geometry.padLeft(g);
      for (let c = 0; c < channels; c += CHANNELS) {
        let a = f32x4.splat(0);
        let b = a;
        const at = (<usize>c) << 2;
        for (let kh = 0; kh < kernelHeight; kh++) {
          const ih = top + kh * Geometry.dilationHeight(g);
          if (<u32>ih >= <u32>height) continue;
          for (let kw = 0; kw < kernelWidth; kw++) {
            const iw = left + kw * Geometry.dilationWidth(g);
            if (<u32>iw >= <u32>width) continue;
            const q = image + <usize>(ih * width + iw) * pixelBytes + at;
            const w = kernel + <usize>(kh * kernelWidth + kw) * pixelBytes + at;
            a = Fma.f4(v128.load(q), v128.load(w), a);
            b = Fma.f4(v128.load(q, 16), v128.load(w, 16), b);
          }
        }
        Lanes.store(y + at, a, channels - c);
        if (channels - c > 4) Lanes.store(y + at + 16, b, channels - c - 4);
      }
    }
  }
  return 0;
}

/** operands: gradient of y, kernel, gradient of x. */
export function depthwiseInput(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const gy = Program.at(p, r, 0);
  const kernel = Program.at(p, r, 2);
  const g = p + 24;
  const channels = Geometry.channels(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const kernelHeight = Geometry.kernelHeight(g);
  const kernelWidth = Geometry.kernelWidth(g);
  const sh = Geometry.strideHeight(g);
  const sw = Geometry.strideWidth(g);
  const pixelBytes = (<usize>channels) << 2;
  let gx = Program.at(p, r, 4) + <usize>(lo * width) * pixelBytes;
  for (let unit = lo; unit < hi; unit++) {
    const image = gy + <usize>((unit / height) * outHeight * outWidth) * pixelBytes;
    const top = (unit % height) + Geometry.padTop(g);
    for (let iw = 0; iw < width; iw++, gx += pixelBytes) {
      const left = iw + Geometry.padLeft(g);
      for (let c = 0; c < channels; c += CHANNELS) {
        let a = f32x4.splat(0);
        let b = a;
        const at = (<usize>c) << 2;
        for (let kh = 0; kh < kernelHeight; kh++) {
          const down = top - kh * Geometry.dilationHeight(g);
          if (down < 0 || down % sh != 0 || down / sh >= outHeight) continue;
          for (let kw = 0; kw < kernelWidth; kw++) {
            const right = left - kw * Geometry.dilationWidth(g);
            if (right < 0 || right % sw != 0 || right / sw >= outWidth) continue;
            const q = image + <usize>((down / sh) * outWidth + right / sw) * pixelBytes + at;
            const w = kernel + <usize>(kh * kernelWidth + kw) * pixelBytes + at;
            a = Fma.f4(v128.load(q), v128.load(w), a);
            b = Fma.f4(v128.load(q, 16), v128.load(w, 16), b);
          }
        }
        Lanes.store(gx + at, a, channels - c);
        if (channels - c > 4) Lanes.store(gx + at + 16, b, channels - c - 4);
      }
    }
  }
  return 0;
}

/** operands: x, gradient of y, gradient of the kernel. Sums a row of pixels in float32, the rows in float64. */
export function depthwiseKernel(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const x = Program.at(p, r, 0);
  const gy = Program.at(p, r, 2);
  const gk = Program.at(p, r, 4);
  const g = p + 24;
  const channels = Geometry.channels(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const sw = Geometry.strideWidth(g);
  const rows = Geometry.images(g) * outHeight;
  const pixelBytes = (<usize>channels) << 2;
  const blocks = (channels + 3) / 4;
  for (let unit = lo; unit < hi; unit++) {
    const tap = unit / blocks;
    const c = (unit % blocks) * 4;
    const at = (<usize>c) << 2;
    const down = (tap / Geometry.kernelWidth(g)) * Geometry.dilationHeight(g) - Geometry.padTop(g);
    const right = (tap % Geometry.kernelWidth(g)) * Geometry.dilationWidth(g) - Geometry.padLeft(g);
    let low = f64x2.splat(0);
    let high = low;
    for (let row = 0; row < rows; row++) {
      const ih = (row % outHeight) * Geometry.strideHeight(g) + down;
      if (<u32>ih >= <u32>height) continue;
      const line = (row / outHeight) * height + ih;
      let sum = f32x4.splat(0);
      let q = gy + <usize>(row * outWidth) * pixelBytes + at;
      for (let ow = 0; ow < outWidth; ow++, q += pixelBytes) {
        const iw = ow * sw + right;
        if (<u32>iw >= <u32>width) continue;
        sum = Fma.f4(v128.load(q), v128.load(x + <usize>(line * width + iw) * pixelBytes + at), sum);
      }
      low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
      high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(sum, sum, 2, 3, 0, 1)));
    }
    const total = i32x4.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
    Lanes.store(gk + <usize>tap * pixelBytes + at, total, channels - c);
  }
  return 0;
}
