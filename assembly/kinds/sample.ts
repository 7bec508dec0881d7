import { Fma } from "../simd/fma";
import { Lanes } from "./lanes";
import { Program } from "./program";

/*
 * Images read at the points to which a projective map takes the places of the output.
 * body: operands, images, height, width, channels, bilinear (0 or 1), fill mode, fill value.
 * A map has eight numbers: (x, y) goes to ((m0 x + m1 y + m2) / k, (m3 x + m4 y + m5) / k), k = m6 x + m7 y + 1.
 */

/** Fill modes, as ts/ops/kinds/imaging.ts numbers them: 0 is constant, 4 reflect. */
const NEAREST: i32 = 1;
const WRAP: i32 = 2;
const MIRROR: i32 = 3;

/** The words behind the operands of an instruction. */
abstract class Sample {
  @inline static height(q: usize): i32 {
    return load<i32>(q, 4);
  }
  @inline static width(q: usize): i32 {
    return load<i32>(q, 8);
  }
  @inline static channels(q: usize): i32 {
    return load<i32>(q, 12);
  }
  @inline static bilinear(q: usize): bool {
    return load<i32>(q, 16) != 0;
  }
  @inline static mode(q: usize): i32 {
    return load<i32>(q, 20);
  }
  @inline static fill(q: usize): f32 {
    return load<f32>(q, 24);
  }

  /** The index along an axis of n cells that stands for i; -1 where the fill value does. In range for any i. */
  @inline static cellOf(i: i32, n: i32, mode: i32): i32 {
    return <u32>i < <u32>n ? i : outside(i, n, mode);
  }
}

function outside(i: i32, n: i32, mode: i32): i32 {
  if (mode == 0) return -1;
  if (mode == NEAREST) return i < 0 ? 0 : n - 1;
  // Mirrored images do not repeat their border cells, reflected ones do.
  const period = mode == WRAP ? n : mode == MIRROR ? max(1, 2 * n - 2) : 2 * n;
  const rest = i % period;
  const at = rest < 0 ? rest + period : rest;
  if (at < n) return at;
  return mode == MIRROR ? period - at : period - 1 - at;
}

/** Points that a map gives; lanes 0 and 1 are a column and a row. */
abstract class Point {
  /** The numbers of the map that x is multiplied by (`at` 0), those for y (4) and those that are added (8). */
  @inline static part(map: usize, at: usize): v128 {
    return v128.load_lane<f32>(map + at, v128.load32_zero(map + at), 1, 12);
  }

  @inline static depth(map: usize, x: f32, y: f32): f32 {
    return load<f32>(map, 24) * x + load<f32>(map, 28) * y + 1;
  }

  @inline static isProjective(map: usize): bool {
    return load<f32>(map, 24) != 0 || load<f32>(map, 28) != 0;
  }

  /** Where the output's place (x, y) is read. */
  static of(map: usize, x: f32, y: f32): v128 {
    const across = f32x4.mul(Point.part(map, 0), f32x4.splat(x));
    const point = f32x4.add(f32x4.add(across, f32x4.mul(Point.part(map, 4), f32x4.splat(y))), Point.part(map, 8));
    return Point.isProjective(map) ? f32x4.div(point, f32x4.splat(Point.depth(map, x, y))) : point;
  }

  /** Whole numbers, halves away from zero as JAX rounds. */
  @inline static rounded(point: v128): v128 {
    const whole = f32x4.trunc(point);
    const far = f32x4.ge(f32x4.abs(f32x4.sub(point, whole)), f32x4.splat(0.5));
    const sign = v128.and(point, f32x4.splat(-0.0));
    return f32x4.add(whole, v128.and(far, v128.or(sign, f32x4.splat(1))));
  }
}

/*
 * Scratch: the addresses of the cells around a point in a row from upper left, their weights, and a line of channels
 * that stands for the cells outside.
 */
const WEIGHTS: usize = 16;
const LINE: usize = 32;

/** What scratch holds. */
abstract class Taps {
  @inline static cell(image: usize, row: i32, column: i32, q: usize, scratch: usize): usize {
    if ((row | column) < 0) return scratch + LINE;
    return image + ((<usize>((row * Sample.width(q) + column) * Sample.channels(q))) << 2);
  }

  @inline static weight(scratch: usize, tap: usize): v128 {
    return v128.load32_splat(scratch + WEIGHTS + tap);
  }

  @inline static fillLine(scratch: usize, channels: i32, value: f32): void {
    for (let c = 0; c < channels; c += 4) v128.store(scratch + ((<usize>c) << 2), f32x4.splat(value), LINE);
  }
}

/** Finds the cells that make up the value at a point: four, or the nearest alone, which has the weight 1. */
function locate(point: v128, q: usize, image: usize, scratch: usize): void {
  const bilinear = Sample.bilinear(q);
  const whole = bilinear ? f32x4.floor(point) : Point.rounded(point);
  const at = i32x4.trunc_sat_f32x4_s(whole);
  const x = i32x4.extract_lane(at, 0);
  const y = i32x4.extract_lane(at, 1);
  const width = Sample.width(q);
  const height = Sample.height(q);
  if (<u32>x < <u32>(width - 1) && <u32>y < <u32>(height - 1)) {
    const pixelBytes = (<usize>Sample.channels(q)) << 2;
    const a = image + <usize>(y * width + x) * pixelBytes;
    const d = a + <usize>width * pixelBytes;
    store<usize>(scratch, a);
    store<usize>(scratch, a + pixelBytes, 4);
    store<usize>(scratch, d, 8);
    store<usize>(scratch, d + pixelBytes, 12);
  } else {
    const mode = Sample.mode(q);
    const left = Sample.cellOf(x, width, mode);
    const right = Sample.cellOf(x + 1, width, mode);
    const top = Sample.cellOf(y, height, mode);
    const bottom = Sample.cellOf(y + 1, height, mode);
    store<usize>(scratch, Taps.cell(image, top, left, q, scratch));
    store<usize>(scratch, Taps.cell(image, top, right, q, scratch), 4);
    store<usize>(scratch, Taps.cell(image, bottom, left, q, scratch), 8);
    store<usize>(scratch, Taps.cell(image, bottom, right, q, scratch), 12);
  }
  if (!bilinear) {
    store<f32>(scratch, 1, WEIGHTS);
    return;
  }
  const upper = f32x4.sub(point, whole);
  const lower = f32x4.sub(f32x4.splat(1), upper);
  const across = i32x4.shuffle(lower, upper, 0, 4, 0, 4);
  v128.store(scratch, f32x4.mul(i32x4.shuffle(lower, upper, 1, 1, 5, 5), across), WEIGHTS);
}

/** operands: images, maps [images, 8], y. A unit is one row of the output. */
export function sample(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const q = p + 24;
  const height = Sample.height(q);
  const width = Sample.width(q);
  const channels = Sample.channels(q);
  const bilinear = Sample.bilinear(q);
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>width * pixelBytes;
  const imageBytes = <usize>height * rowBytes;
  Taps.fillLine(scratch, channels, Sample.fill(q));
  let y = Program.at(p, r, 4) + <usize>lo * rowBytes;
  for (let unit = lo; unit < hi; unit++) {
    const image = Program.at(p, r, 0) + <usize>(unit / height) * imageBytes;
    const map = Program.at(p, r, 2) + ((<usize>(unit / height)) << 5);
    const projective = Point.isProjective(map);
    const row = <f32>(unit % height);
    const step = Point.part(map, 0);
    const down = f32x4.mul(Point.part(map, 4), f32x4.splat(row));
    const shift = Point.part(map, 8);
    const end = y + rowBytes;
    for (let x: f32 = 0; y < end; x += 1, y += pixelBytes) {
      let point = f32x4.add(f32x4.add(f32x4.mul(step, f32x4.splat(x)), down), shift);
      if (projective) point = f32x4.div(point, f32x4.splat(Point.depth(map, x, row)));
      locate(point, q, image, scratch);
      const a = load<usize>(scratch);
      const b = load<usize>(scratch, 4);
      const d = load<usize>(scratch, 8);
      const e = load<usize>(scratch, 12);
      for (let at: usize = 0; at < pixelBytes; at += 16) {
        let value = v128.load(a + at);
        if (bilinear) {
          value = f32x4.mul(Taps.weight(scratch, 0), value);
          value = Fma.f4(Taps.weight(scratch, 4), v128.load(b + at), value);
          value = Fma.f4(Taps.weight(scratch, 8), v128.load(d + at), value);
          value = Fma.f4(Taps.weight(scratch, 12), v128.load(e + at), value);
        }
        // What runs over into the next pixels of the row is written again when their turn comes.
        if (y + at + 16 <= end) v128.store(y + at, value);
        else Lanes.store(y + at, value, <i32>((pixelBytes - at) >> 2));
      }
    }
  }
  return 0;
}

/** operands: gradient of y, maps, gradient of the images. A unit is one image. */
export function sampleGrad(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const q = p + 24;
  const height = Sample.height(q);
  const width = Sample.width(q);
  const channels = Sample.channels(q);
  const taps: usize = Sample.bilinear(q) ? 16 : 4;
  const pixelBytes = (<usize>channels) << 2;
  const imageBytes = <usize>(height * width) * pixelBytes;
  // What falls outside is added up in the line, which nobody reads.
  Taps.fillLine(scratch, channels, 0);
  let g = Program.at(p, r, 0) + <usize>lo * imageBytes;
  for (let unit = lo; unit < hi; unit++) {
    const image = Program.at(p, r, 4) + <usize>unit * imageBytes;
    const map = Program.at(p, r, 2) + ((<usize>unit) << 5);
    memory.fill(image, 0, imageBytes);
    for (let i = 0; i < height * width; i++, g += pixelBytes) {
      locate(Point.of(map, <f32>(i % width), <f32>(i / width)), q, image, scratch);
      for (let tap: usize = 0; tap < taps; tap += 4) {
        const near = load<usize>(scratch + tap);
        for (let c = 0; c < channels; c += 4) {
          const at = (<usize>c) << 2;
          const sum = Fma.f4(Taps.weight(scratch, tap), v128.load(g + at), v128.load(near + at));
          Lanes.store(near + at, sum, channels - c);
        }
      }
    }
  }
  return 0;
}

/** Sums in float64. */
abstract class Sums {
  /** The sum of lanes in float64. */
  @inline static total(v: v128): f64 {
    const low = <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1);
    return low + <f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3);
  }

  /** Adds to the sums of one row of the map. */
  @inline static add(sums: usize, slope: f64, x: f32, y: f32): void {
    store<f64>(sums, load<f64>(sums) + slope * <f64>x);
    store<f64>(sums, load<f64>(sums, 8) + slope * <f64>y, 8);
    store<f64>(sums, load<f64>(sums, 16) + slope, 16);
  }
}

/** operands: images, maps, gradient of y, gradient of the maps. Bilinear only. A unit is one image; sums are float64. */
export function sampleSlope(p: usize, r: usize, lo: i32, hi: i32, scratch: usize): i32 {
  const q = p + 32;
  const width = Sample.width(q);
  const channels = Sample.channels(q);
  const cells = Sample.height(q) * width;
  const pixelBytes = (<usize>channels) << 2;
  const imageBytes = <usize>cells * pixelBytes;
  const sums = scratch;
  const taps = scratch + 64;
  Taps.fillLine(taps, channels, Sample.fill(q));
  let g = Program.at(p, r, 4) + <usize>lo * imageBytes;
  for (let unit = lo; unit < hi; unit++) {
    const image = Program.at(p, r, 0) + <usize>unit * imageBytes;
    const map = Program.at(p, r, 2) + ((<usize>unit) << 5);
    const projective = Point.isProjective(map);
    memory.fill(sums, 0, 64);
    for (let i = 0; i < cells; i++, g += pixelBytes) {
      const x = <f32>(i % width);
      const y = <f32>(i / width);
      const point = Point.of(map, x, y);
      locate(point, q, image, taps);
      const upper = f32x4.sub(point, f32x4.floor(point));
      const lower = f32x4.sub(f32x4.splat(1), upper);
      let byX: f64 = 0;
      let byY: f64 = 0;
      for (let c = 0; c < channels; c += 4) {
        const at = (<usize>c) << 2;
        const own = Lanes.load(g + at, channels - c);
        const a = Lanes.load(load<usize>(taps) + at, channels - c);
        const b = Lanes.load(load<usize>(taps, 4) + at, channels - c);
        const d = Lanes.load(load<usize>(taps, 8) + at, channels - c);
        const e = Lanes.load(load<usize>(taps, 12) + at, channels - c);
        const across = f32x4.mul(i32x4.shuffle(lower, lower, 1, 1, 1, 1), f32x4.sub(b, a));
        const down = f32x4.mul(i32x4.shuffle(lower, lower, 0, 0, 0, 0), f32x4.sub(d, a));
        byX += Sums.total(f32x4.mul(own, Fma.f4(i32x4.shuffle(upper, upper, 1, 1, 1, 1), f32x4.sub(e, d), across)));
        byY += Sums.total(f32x4.mul(own, Fma.f4(i32x4.shuffle(upper, upper, 0, 0, 0, 0), f32x4.sub(e, b), down)));
      }
      if (projective) {
        const depth = <f64>Point.depth(map, x, y);
        byX /= depth;
        byY /= depth;
      }
      const along = byX * <f64>f32x4.extract_lane(point, 0) + byY * <f64>f32x4.extract_lane(point, 1);
      Sums.add(sums, byX, x, y);
      Sums.add(sums + 24, byY, x, y);
      store<f64>(sums, load<f64>(sums, 48) - along * <f64>x, 48);
      store<f64>(sums, load<f64>(sums, 56) - along * <f64>y, 56);
    }
    const out = Program.at(p, r, 6) + ((<usize>unit) << 5);
    for (let i: usize = 0; i < 8; i++) store<f32>(out + (i << 2), <f32>load<f64>(sums + (i << 3)));
  }
  return 0;
}
