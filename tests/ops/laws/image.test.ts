/** Laws of ops over images: sizes, blocks, resampling. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import * as ops from "../../../ts/ops/gen/public";
import { dot, expectClose, Numbers, variableOf } from "./support";

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
