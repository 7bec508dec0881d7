import { Geometry } from "./geometry";
import { Lanes } from "./lanes";
import { Program } from "./program";

/*
 * Pooling over windows, four channels at a time; cells outside the image do not count.
 * body: operands, geometry. A unit is one row of the output, or one image where gradients are scattered.
 */

/** What a pool makes of the cells of a window. */
@unmanaged
abstract class Pool {
  abstract identity(): v128;
  abstract combine(a: v128, b: v128): v128;
  abstract finish(value: v128, count: i32): v128;
}

@unmanaged
class Max extends Pool {
  @inline identity(): v128 {
    return f32x4.splat(-Infinity);
  }
  @inline combine(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
  @inline finish(value: v128, count: i32): v128 {
    return value;
  }
}

@unmanaged
class Average extends Pool {
  @inline identity(): v128 {
    return f32x4.splat(0);
  }
  @inline combine(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
  @inline finish(value: v128, count: i32): v128 {
    return f32x4.div(value, f32x4.splat(<f32>count));
  }
}

/** operands: x, y. y = the largest cell of each window. */
export function maxPool(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return pool<Max>(p, r, lo, hi);
}

/** operands: x, y. y = the mean of the cells inside the image. */
export function averagePool(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return pool<Average>(p, r, lo, hi);
}

function pool<K extends Pool>(p: usize, r: usize, lo: i32, hi: i32): i32 {
  const k = changetype<K>(0);
  const x = Program.at(p, r, 0);
  const g = p + 16;
  const channels = Geometry.channels(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>width * pixelBytes;
  let y = Program.at(p, r, 2) + <usize>(lo * outWidth) * pixelBytes;
  for (let unit = lo; unit < hi; unit++) {
    const image = x + <usize>((unit / outHeight) * height) * rowBytes;
    const start = (unit % outHeight) * Geometry.strideHeight(g) - Geometry.padTop(g);
    const top = max(0, start);
    const rows = min(height, start + Geometry.kernelHeight(g)) - top;
    for (let ow = 0; ow < outWidth; ow++, y += pixelBytes) {
      const begin = ow * Geometry.strideWidth(g) - Geometry.padLeft(g);
      const left = max(0, begin);
      const columns = min(width, begin + Geometry.kernelWidth(g)) - left;
      let corner = image + <usize>(top * width + left) * pixelBytes;
      let out = y;
      let c = channels;
      // The usual window, without a loop.
      for (; rows == 2 && columns == 2 && c >= 4; c -= 4, corner += 16, out += 16) {
        const below = corner + rowBytes;
        let value = k.combine(k.identity(), v128.load(corner));
        value = k.combine(value, v128.load(corner + pixelBytes));
        value = k.combine(value, v128.load(below));
        v128.store(out, k.finish(k.combine(value, v128.load(below + pixelBytes)), 4));
      }
      for (; c > 0; c -= 4, corner += 16, out += 16) {
        let value = k.identity();
        let line = corner;
        for (let i = rows; i > 0; i--, line += rowBytes) {
          let cell = line;
          for (let j = columns; j > 0; j--, cell += pixelBytes) value = k.combine(value, v128.load(cell));
        }
        Lanes.store(out, k.finish(value, rows * columns), c);
      }
    }
  }
  return 0;
}

/** operands: gradient of y, gradient of x. Each window shares its gradient among its cells. */
export function averagePoolGrad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const g = p + 16;
  const channels = Geometry.channels(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const dh = Geometry.dilationHeight(g);
  const dw = Geometry.dilationWidth(g);
  const pixelBytes = (<usize>channels) << 2;
  const imageBytes = <usize>(height * width) * pixelBytes;
  for (let unit = lo; unit < hi; unit++) {
    const image = Program.at(p, r, 2) + <usize>unit * imageBytes;
    let gy = Program.at(p, r, 0) + <usize>(unit * outHeight * outWidth) * pixelBytes;
    memory.fill(image, 0, imageBytes);
    for (let oh = 0; oh < outHeight; oh++) {
      const top = oh * Geometry.strideHeight(g) - Geometry.padTop(g);
      const bottom = min(height, top + (Geometry.kernelHeight(g) - 1) * dh + 1);
      for (let ow = 0; ow < outWidth; ow++, gy += pixelBytes) {
        const left = ow * Geometry.strideWidth(g) - Geometry.padLeft(g);
        const right = min(width, left + (Geometry.kernelWidth(g) - 1) * dw + 1);
        let count = 0;
        for (let ih = top; ih < bottom; ih += dh) {
          for (let iw = left; iw < right; iw += dw) if (ih >= 0 && iw >= 0) count++;
        }
        const share = f32x4.splat(<f32>count);
        for (let c = 0; c < channels; c += 4) {
          const value = f32x4.div(v128.load(gy + ((<usize>c) << 2)), share);
          for (let ih = top; ih < bottom; ih += dh) {
            if (ih < 0) continue;
            for (let iw = left; iw < right; iw += dw) {
              if (iw < 0) continue;
              const cell = image + <usize>(ih * width + iw) * pixelBytes + ((<usize>c) << 2);
              Lanes.store(cell, f32x4.add(v128.load(cell), value), channels - c);
            }
          }
        }
      }
    }
  }
  return 0;
}

/** operands: x, gradient of y, gradient of x. The first largest cell of each window takes its gradient, as in XLA. */
export function maxPoolGrad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  if (isHalving(p + 24)) return routeHalves(p, r, lo, hi);
  return route(p, r, lo, hi, true);
}

/** Whether windows are two by two, side by side, all inside. */
function isHalving(g: usize): bool {
  return (
    Geometry.kernelHeight(g) == 2 &&
    Geometry.kernelWidth(g) == 2 &&
    Geometry.strideHeight(g) == 2 &&
    Geometry.strideWidth(g) == 2 &&
    Geometry.dilationHeight(g) == 1 &&
    Geometry.dilationWidth(g) == 1 &&
    Geometry.padTop(g) == 0 &&
    Geometry.padLeft(g) == 0 &&
    Geometry.outHeight(g) == Geometry.height(g) >> 1 &&
    Geometry.outWidth(g) == Geometry.width(g) >> 1
  );
}

/** As `route` for such windows, each of which writes its four cells. */
function routeHalves(p: usize, r: usize, lo: i32, hi: i32): i32 {
  const g = p + 24;
  const channels = Geometry.channels(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>width * pixelBytes;
  const outWidth = Geometry.outWidth(g);
  const zero = f32x4.splat(0);
  let gy = Program.at(p, r, 2) + <usize>(lo * Geometry.outHeight(g) * outWidth) * pixelBytes;
  for (let unit = lo; unit < hi; unit++) {
    let x = Program.at(p, r, 0) + <usize>(unit * height) * rowBytes;
    const image = Program.at(p, r, 4) + <usize>(unit * height) * rowBytes;
    const delta = image - x;
    // A last row or column that no window covers.
    if ((height | width) & 1) memory.fill(image, 0, <usize>height * rowBytes);
    for (let oh = Geometry.outHeight(g); oh > 0; oh--, x += rowBytes << 1) {
      let cell = x;
      for (let ow = outWidth; ow > 0; ow--, cell += pixelBytes << 1, gy += pixelBytes) {
        let at: usize = 0;
        for (let left = channels; left > 0; left -= 4, at += 16) {
          const q = cell + at;
          const a = Lanes.load(q, left);
          const b = Lanes.load(q + pixelBytes, left);
          const c = Lanes.load(q + rowBytes, left);
          const d = Lanes.load(q + rowBytes + pixelBytes, left);
          const second = f32x4.gt(b, a);
          let best = v128.bitselect(b, a, second);
          const third = f32x4.gt(c, best);
          best = v128.bitselect(c, best, third);
          const fourth = f32x4.gt(d, best);
          const late = v128.or(third, fourth);
          const share = f32x4.add(Lanes.load(gy + at, left), zero);
          const to = q + delta;
          Lanes.store(to, v128.andnot(share, v128.or(second, late)), left);
          Lanes.store(to + pixelBytes, v128.andnot(v128.and(share, second), late), left);
          Lanes.store(to + rowBytes, v128.andnot(v128.and(share, third), fourth), left);
          Lanes.store(to + rowBytes + pixelBytes, v128.and(share, fourth), left);
        }
      }
    }
  }
  return 0;
}

/** operands: x, values shaped like x, y. y = the value at the first largest cell of each window of x. */
export function maxPoolSelect(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  return route(p, r, lo, hi, false);
}

function route(p: usize, r: usize, lo: i32, hi: i32, scatter: bool): i32 {
  const g = p + 24;
  const channels = Geometry.channels(g);
  const height = Geometry.height(g);
  const width = Geometry.width(g);
  const outHeight = Geometry.outHeight(g);
  const outWidth = Geometry.outWidth(g);
  const dh = Geometry.dilationHeight(g);
  const dw = Geometry.dilationWidth(g);
  const pixelBytes = (<usize>channels) << 2;
  const imageBytes = <usize>(height * width) * pixelBytes;
  const outBytes = <usize>(outHeight * outWidth) * pixelBytes;
  for (let unit = lo; unit < hi; unit++) {
    const image = Program.at(p, r, 0) + <usize>unit * imageBytes;
    const second = Program.at(p, r, 2) + <usize>unit * (scatter ? outBytes : imageBytes);
    const third = Program.at(p, r, 4) + <usize>unit * (scatter ? imageBytes : outBytes);
    let out = scatter ? second : third;
    const cells = scatter ? third : second;
    if (scatter) memory.fill(cells, 0, imageBytes);
    for (let oh = 0; oh < outHeight; oh++) {
      const top = oh * Geometry.strideHeight(g) - Geometry.padTop(g);
      const bottom = min(height, top + (Geometry.kernelHeight(g) - 1) * dh + 1);
      for (let ow = 0; ow < outWidth; ow++, out += pixelBytes) {
        const left = ow * Geometry.strideWidth(g) - Geometry.padLeft(g);
        const right = min(width, left + (Geometry.kernelWidth(g) - 1) * dw + 1);
        for (let c = 0; c < channels; c += 4) {
          let best = f32x4.splat(-Infinity);
          let where = i32x4.splat(-1);
          for (let ih = top; ih < bottom; ih += dh) {
            if (ih < 0) continue;
            for (let iw = left; iw < right; iw += dw) {
              if (iw < 0) continue;
              const at = ih * width + iw;
              const cell = v128.load(image + <usize>at * pixelBytes + ((<usize>c) << 2));
              // The first cell of a window is taken whatever it holds, so that -inf and NaN find a place.
              const wins = v128.or(f32x4.gt(cell, best), i32x4.lt_s(where, i32x4.splat(0)));
              best = v128.bitselect(cell, best, wins);
              where = v128.bitselect(i32x4.splat(at), where, wins);
            }
          }
          const from = (<usize>c) << 2;
          const lanes = channels - c;
          lane(cells + from, i32x4.extract_lane(where, 0), pixelBytes, out + from, scatter);
          if (lanes > 1) lane(cells + from + 4, i32x4.extract_lane(where, 1), pixelBytes, out + from + 4, scatter);
          if (lanes > 2) lane(cells + from + 8, i32x4.extract_lane(where, 2), pixelBytes, out + from + 8, scatter);
          if (lanes > 3) lane(cells + from + 12, i32x4.extract_lane(where, 3), pixelBytes, out + from + 12, scatter);
        }
      }
    }
  }
  return 0;
}

function lane(cells: usize, at: i32, pixelBytes: usize, out: usize, scatter: bool): void {
  const cell = cells + <usize>at * pixelBytes;
  if (scatter) store<f32>(cell, load<f32>(cell) + load<f32>(out));
  else store<f32>(out, load<f32>(cell));
}
