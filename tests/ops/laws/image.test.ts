/** Laws of ops over images: sizes, blocks, resampling. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import type { Tensor } from "../../../ts/core/tensor";
import * as ops from "../../../ts/ops/gen/public";
import { checkGradients, dot, expectClose, Numbers, variableOf } from "./support";

const METHODS = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] as const;

describe.each(METHODS)("resize, %s", (interpolation) => {
  test.each([false, true])("keeps one colour, and its own size (antialias %s)", (antialias) => {
    const numbers = new Numbers(110);
    for (let trial = 0; trial < 30; trial++) {
      const [h, w] = [numbers.int(1, 12), numbers.int(1, 12)];
      const size = [numbers.int(1, 12), numbers.int(1, 12)];
      const flat = ops.image.resize(ops.multiply(ops.ones([1, h, w, 2]), 3), size, { interpolation, antialias });
      expect(flat.shape).toEqual([1, ...size, 2]);
      expectClose(flat.dataSync(), new Float32Array(flat.size).fill(3), 1e-6, JSON.stringify({ h, w, size }));
    }
    const x = tensor(numbers.floats(30), [5, 6, 1]);
    expect(ops.image.resize(x, [5, 6], { interpolation, antialias }).dataSync()).toEqual(x.dataSync());
  });

  test("is linear: its gradient is its adjoint", () => {
    const numbers = new Numbers(111);
    for (let trial = 0; trial < 20; trial++) {
      const shape = [2, numbers.int(1, 8), numbers.int(1, 8), 3];
      const size = [numbers.int(1, 9), numbers.int(1, 9)];
      const options = { interpolation, antialias: trial % 2 === 0 };
      const x = variableOf(numbers.floats(2 * shape[1]! * shape[2]! * 3), shape);
      const y = ops.image.resize(x, size, options);
      const weights = numbers.floats(y.size);
      const [g] = gradients(ops.sum(ops.multiply(y, tensor(weights, y.dims))), [x]);
      const direction = numbers.floats(x.size);
      const along = ops.image.resize(tensor(direction, shape), size, options).dataSync();
      expect(Math.abs(dot(g!.dataSync(), direction) - dot(weights, along))).toBeLessThan(1e-4);
    }
  });

  test("takes one image as well as a batch, and channels first", () => {
    const numbers = new Numbers(112);
    const x = tensor(numbers.floats(7 * 5 * 3), [7, 5, 3]);
    const options = { interpolation, antialias: true };
    const one = ops.image.resize(x, [4, 6], options);
    expect(one.shape).toEqual([4, 6, 3]);
    const batch = ops.image.resize(ops.expandDims(x, 0), [4, 6], options);
    expect(batch.dataSync()).toEqual(one.dataSync());
    const first = ops.image.resize(ops.transpose(x, { axes: [2, 0, 1] }), [4, 6], {
      ...options,
      dataFormat: "channels_first",
    });
    expect(ops.transpose(first, { axes: [1, 2, 0] }).dataSync()).toEqual(one.dataSync());
  });
});

describe("resize", () => {
  test("rounds whole numbers to even and keeps them in range", () => {
    const x = tensor(new Uint8Array([0, 255, 255, 0, 1, 2]), [1, 6, 1]);
    const y = ops.image.resize(x, [1, 12], { interpolation: "bicubic" });
    expect(y.dtype).toBe("uint8");
    expect(Math.max(...y.dataSync())).toBe(255);
    expect(Math.min(...y.dataSync())).toBe(0);
    const half = ops.image.resize(tensor(new Int32Array([0, 1, 2]), [1, 3, 1]), [1, 6]);
    expect([...half.dataSync()]).toEqual([0, 0, 1, 1, 2, 2]);
    const middle = ops.image.resize(tensor(new Int32Array([1, 2, 2, 3]), [1, 4, 1]), [1, 2]);
    expect([...middle.dataSync()]).toEqual([2, 2]);
  });

  test.each([
    // Where the middle of a new cell lies between two old ones, JAX's rounding decides.
    [128, 121, 60, 63],
    [42, 235, 117, 20],
    [44, 94, 23, 10],
    [10, 5, 2, 5],
  ])("of %i cells to %i by nearest takes for cell %i the one that JAX takes, %i", (from, size, at, want) => {
    const x = ops.reshape(ops.arange(from), [1, from, 1]);
    expect(ops.image.resize(x, [1, size], { interpolation: "nearest" }).dataSync()[at]).toBe(want);
  });

  test.each([
    [{ interpolation: "area" }, /the interpolation is unknown/],
    [{ fillMode: "reflect" }, /the fill mode is not supported/],
    [{ cropToAspectRatio: true, padToAspectRatio: true }, /do not go together/],
  ])("refuses %o", (options, message) => {
    expect(() => ops.image.resize(ops.ones([1, 4, 4, 1]), [2, 2], options)).toThrow(message);
  });

  test("refuses what is no image, and no size", () => {
    expect(() => ops.image.resize(ops.ones([4, 4]), [2, 2])).toThrow(/wrong rank/);
    expect(() => ops.image.resize(ops.ones([4, 4, 1]), [2])).toThrow(/size does not fit/);
  });
});

describe("blocks", () => {
  test.each(["channels_last", "channels_first"])("go to channels and back, %s", (dataFormat) => {
    const numbers = new Numbers(113);
    const shape = dataFormat === "channels_last" ? [2, 4, 6, 3] : [2, 3, 4, 6];
    const x = tensor(numbers.floats(144), shape);
    const deep = ops.spaceToDepth(x, 2, { dataFormat });
    expect(deep.shape).toEqual(dataFormat === "channels_last" ? [2, 2, 3, 12] : [2, 12, 2, 3]);
    expect(ops.depthToSpace(deep, 2, { dataFormat }).dataSync()).toEqual(x.dataSync());
  });

  test("stand row by row", () => {
    const x = ops.reshape(ops.arange(16), [1, 4, 4, 1]);
    const deep = ops.spaceToDepth(x, 2);
    expect([...deep.dataSync()]).toEqual([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]);
    const two = ops.depthToSpace(ops.reshape(ops.arange(8), [1, 1, 1, 8]), 2);
    expect([...two.dataSync()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const first = ops.depthToSpace(ops.reshape(ops.arange(8), [1, 8, 1, 1]), 2, { dataFormat: "channels_first" });
    expect([...first.dataSync()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(first.shape).toEqual([1, 2, 2, 2]);
  });

  test("must fit", () => {
    expect(() => ops.depthToSpace(ops.ones([1, 2, 2, 6]), 2)).toThrow(/blocks do not divide the channels/);
    expect(() => ops.spaceToDepth(ops.ones([1, 3, 2, 6]), 2)).toThrow(/blocks do not divide the image/);
    expect(() => ops.spaceToDepth(ops.ones([3, 2, 6]), 2)).toThrow(/wrong rank/);
    expect(() => ops.spaceToDepth(ops.ones([1, 4, 2, 6]), 1.5)).toThrow(/blockSize does not fit/);
  });
});

const MODES = ["constant", "nearest", "wrap", "mirror", "reflect"] as const;

/** The index along an axis that a fill mode puts in the place of i; -1 is the fill value. */
function cellOf(mode: string, i: number, n: number): number {
  if (mode === "constant") return i >= 0 && i < n ? i : -1;
  if (mode === "nearest") return Math.min(Math.max(i, 0), n - 1);
  const line = Array.from({ length: n }, (_, at) => at);
  const back = [...line].reverse();
  const wave = mode === "wrap" ? line : [...line, ...(mode === "reflect" ? back : back.slice(1, -1))];
  return wave[((i % wave.length) + wave.length) % wave.length]!;
}

/** What affineTransform computes, in float64: images [n, height, width, channels], maps [n, 8]. */
function sampled(mode: string, fill: number, dims: readonly number[]) {
  const [n, height, width, channels] = dims as [number, number, number, number];
  return (images: ArrayLike<number>, maps: ArrayLike<number>): Float64Array => {
    const out = new Float64Array(n * height * width * channels);
    const value = (image: number, row: number, column: number, c: number): number => {
      const [i, j] = [cellOf(mode, row, height), cellOf(mode, column, width)];
      return i < 0 || j < 0 ? fill : images[((image * height + i) * width + j) * channels + c]!;
    };
    for (let at = 0; at < out.length; at++) {
      const c = at % channels;
      const x = Math.floor(at / channels) % width;
      const y = Math.floor(at / channels / width) % height;
      const image = Math.floor(at / channels / width / height);
      const m = Array.from({ length: 8 }, (_, i) => maps[8 * image + i]!) as number[];
      const k = m[6]! * x + m[7]! * y + 1;
      const [u, v] = [(m[0]! * x + m[1]! * y + m[2]!) / k, (m[3]! * x + m[4]! * y + m[5]!) / k];
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [p, q] = [u - left, v - top];
      const upper = (1 - p) * value(image, top, left, c) + p * value(image, top, left + 1, c);
      out[at] =
        (1 - q) * upper + q * ((1 - p) * value(image, top + 1, left, c) + p * value(image, top + 1, left + 1, c));
    }
    return out;
  };
}

/** A map near the identity that takes no place too close to a border between cells. */
function mapOf(numbers: Numbers, projective: boolean): number[] {
  const near = (value: number): number => value + 0.6 * (numbers.next() - 0.5);
  const tilt = (): number => (projective ? 0.06 * (numbers.next() - 0.3) : 0);
  return [near(1), near(0), 3 * near(0), near(0), near(1), 3 * near(0), tilt(), tilt()];
}

describe.each(MODES)("affineTransform, fill mode %s", (fillMode) => {
  test.each([false, true])("is its formula, with gradients (projective %s)", (projective) => {
    const numbers = new Numbers(114);
    for (let trial = 0; trial < 12; trial++) {
      const dims = [numbers.int(1, 3), numbers.int(1, 6), numbers.int(1, 7), numbers.int(1, 6)];
      const maps = Float32Array.from(Array.from({ length: dims[0]! }, () => mapOf(numbers, projective)).flat());
      const images = numbers.floats(dims.reduce((a, b) => a * b, 1));
      const options = { fillMode, fillValue: 0.4 };
      const exact = sampled(fillMode, 0.4, dims);
      const call = (x: Tensor, t: Tensor): Tensor => ops.image.affineTransform(x, t, options);
      const y = call(tensor(images, dims), tensor(maps, [dims[0]!, 8])).dataSync();
      expectClose(y, exact(images, maps), 2e-5, JSON.stringify({ dims, maps: [...maps] }));
      const inputs = [
        { shape: dims, values: images },
        { shape: [dims[0]!, 8], values: maps },
      ];
      checkGradients(numbers, call, exact, inputs, { second: true, by: [0] });
      // The derivative jumps where a place moves from cell to cell: a small step, and a loose bound.
      checkGradients(numbers, call, exact, inputs, { by: [1], h: 1e-6, tolerance: 2e-3 });
    }
  });

  test("reads no cell outside, wherever a map points", () => {
    const wild = [Number.NaN, Number.POSITIVE_INFINITY, -1e30, 3e9, -3e9, 2 ** 31, -(2 ** 31), 1e-30];
    const numbers = new Numbers(115);
    for (const interpolation of ["nearest", "bilinear"]) {
      const x = variableOf(numbers.floats(2 * 3 * 5 * 2), [2, 3, 5, 2]);
      const maps = Array.from({ length: 16 }, () => (numbers.next() < 0.5 ? numbers.pick(wild) : numbers.next()));
      const t = variableOf(Float32Array.from(maps), [2, 8]);
      const y = ops.image.affineTransform(x, t, { fillMode, interpolation });
      const [g] = gradients(ops.sum(y), [x, t]);
      expect(y.dataSync().length + g!.dataSync().length).toBe(120);
    }
  });
});

describe("affineTransform", () => {
  test("takes the nearest cell, halves away from zero", () => {
    const x = ops.reshape(ops.arange(5), [1, 5, 1]);
    const y = ops.image.affineTransform(x, [0.5, 0, 0, 0, 1, 0, 0, 0], { interpolation: "nearest" });
    expect([...y.dataSync()]).toEqual([0, 1, 1, 2, 2]);
    const z = ops.image.affineTransform(x, [1, 0, -0.5, 0, 1, 0, 0, 0], { interpolation: "nearest", fillValue: 9 });
    expect([...z.dataSync()]).toEqual([9, 1, 2, 3, 4]);
  });

  test("takes one map for all images, and none of no images", () => {
    const numbers = new Numbers(116);
    const x = tensor(numbers.floats(3 * 4 * 5), [3, 4, 5, 1]);
    const map = mapOf(numbers, true);
    const each = ops.image.affineTransform(x, [map, map, map]);
    expect(ops.image.affineTransform(x, map).dataSync()).toEqual(each.dataSync());
    expect(ops.image.affineTransform(ops.zeros([0, 4, 5, 1]), map).shape).toEqual([0, 4, 5, 1]);
  });

  test.each([
    [[1, 2], {}, /the transform does not fit the images/],
    [[[1, 2, 3, 4, 5, 6, 7, 8]], { interpolation: "bicubic" }, /the interpolation is unknown/],
    [[[1, 2, 3, 4, 5, 6, 7, 8]], { fillMode: "edge" }, /the fillMode is unknown/],
  ])("refuses %o with %o", (transform, options, message) => {
    expect(() => ops.image.affineTransform(ops.ones([1, 4, 4, 1]), transform, options)).toThrow(message);
  });

  test("refuses what is no image", () => {
    expect(() => ops.image.affineTransform(ops.ones([4, 4]), [1, 0, 0, 0, 1, 0, 0, 0])).toThrow(/wrong rank/);
  });
});

describe("perspectiveTransform", () => {
  test("takes what is at four points to four others", () => {
    const numbers = new Numbers(117);
    const corners = [
      [1, 1],
      [6, 1],
      [1, 5],
      [6, 5],
    ];
    for (let trial = 0; trial < 10; trial++) {
      const end = corners.map(([x, y]) => [x! + numbers.int(-1, 1), y! + numbers.int(-1, 1)]);
      const x = tensor(numbers.floats(7 * 8), [7, 8, 1]);
      const y = ops.image.perspectiveTransform(x, corners, end).arraySync() as number[][][];
      const from = x.arraySync() as number[][][];
      corners.forEach(([column, row], i) => {
        const [toColumn, toRow] = end[i] as [number, number];
        expect(y[toRow]![toColumn]![0]).toBeCloseTo(from[row!]![column!]![0]!, 4);
      });
    }
  });

  test("refuses points that do not fit", () => {
    const points = [
      [0, 0],
      [1, 0],
    ];
    const call = () => ops.image.perspectiveTransform(ops.ones([4, 4, 1]), points, points);
    expect(call).toThrow(/startPoints do not fit the images/);
  });
});

describe("colours and borders", () => {
  test("to hue and back", () => {
    const numbers = new Numbers(118);
    const x = tensor(
      numbers.floats(5 * 6 * 3).map((v) => Math.abs(v)),
      [5, 6, 3],
    );
    expectClose(ops.image.hsvToRgb(ops.image.rgbToHsv(x)).dataSync(), x.dataSync(), 2e-6);
  });

  test("refuse what they cannot take", () => {
    expect(() => ops.image.rgbToHsv(ops.ones([4, 4, 2]))).toThrow(/wrong number of channels. Expected 3/);
    expect(() => ops.image.rgbToGrayscale(ops.ones([4, 4, 2]))).toThrow(/Expected 1 or 3/);
    expect(() => ops.image.hsvToRgb(ops.cast(ops.ones([4, 4, 3]), "int32"))).toThrow(/needs float32/);
    const x = ops.ones([4, 5, 1]);
    expect(() => ops.image.cropImages(x, { topCropping: 1 })).toThrow(/two of topCropping, bottomCropping/);
    const crop = { topCropping: 3, bottomCropping: 2, leftCropping: 0, rightCropping: 0 };
    expect(() => ops.image.cropImages(x, crop)).toThrow(/targetHeight would be negative/);
    const pad = { topPadding: 3, targetHeight: 5, leftPadding: 0, rightPadding: 0 };
    expect(() => ops.image.padImages(x, pad)).toThrow(/bottomPadding would be negative/);
    expect(() => ops.image.gaussianBlur(x, { sigma: [1, 2, 3] })).toThrow(/sigma does not fit/);
  });
});
