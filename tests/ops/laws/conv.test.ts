/** Laws of the kind "window": convolutions against plain loops in float64. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import type { Tensor } from "../../../ts/core/tensor";
import { conv } from "../../../ts/ops/conv";
import { depthwiseConv } from "../../../ts/ops/depthwise_conv";
import { multiply } from "../../../ts/ops/multiply";
import { sum } from "../../../ts/ops/sum";
import { transpose } from "../../../ts/ops/transpose";
import { checkGradients, dot, expectClose, Numbers, sizeOf, variableOf } from "./support";
import * as naive from "./window";

const CHANNELS = [1, 2, 3, 4, 5, 8, 9, 16, 17];

interface Case {
  images: number;
  size: [number, number];
  kernel: [number, number];
  strides: [number, number];
  dilation: [number, number];
  padding: "same" | "valid";
  channels: number;
  filters: number;
  groups: number;
}

/** A random convolution: kernels larger and smaller than strides, image sides that differ. */
function draw(numbers: Numbers): Case {
  const kernel: [number, number] = [numbers.int(1, 4), numbers.int(1, 4)];
  const way = numbers.next();
  const strides: [number, number] = way < 0.2 ? [1, 1] : [numbers.int(1, 3), numbers.int(1, 3)];
  const dilation: [number, number] = way < 0.5 ? [numbers.int(1, 3), numbers.int(1, 3)] : [1, 1];
  const padding = numbers.next() < 0.5 ? "same" : "valid";
  const size = kernel.map((k, i) => (padding === "same" ? 1 : (k - 1) * dilation[i]! + 1) + numbers.int(0, 9)) as [
    number,
    number,
  ];
  const groups = numbers.pick([1, 1, 1, 2, 3]);
  const channels = numbers.pick(CHANNELS) * groups;
  const filters = numbers.pick(CHANNELS) * groups;
  return { images: numbers.int(1, 3), size, kernel, strides, dilation, padding, channels, filters, groups };
}

const axes = ({ size, kernel, strides, dilation, padding }: Case): [naive.Axis, naive.Axis] =>
  [0, 1].map((i) => naive.axis(size[i]!, kernel[i]!, strides[i]!, dilation[i]!, padding === "same")) as [
    naive.Axis,
    naive.Axis,
  ];

const options = (c: Case) => ({ strides: c.strides, padding: c.padding, dilationRate: c.dilation });

/** Checks the gradients of something linear in each input: exactly, by the adjoint, in one random direction each. */
function checkLinear(
  numbers: Numbers,
  fn: (x: Tensor, kernel: Tensor) => Tensor,
  exact: (x: ArrayLike<number>, kernel: ArrayLike<number>) => Float64Array,
  shapes: readonly (readonly number[])[],
  note: string,
): void {
  const values = shapes.map((shape) => numbers.floats(sizeOf(shape)));
  const inputs = shapes.map((shape, i) => variableOf(values[i]!, shape)) as [Tensor, Tensor];
  const y = fn(inputs[0], inputs[1]);
  expectClose(y.dataSync(), exact(values[0]!, values[1]!), 3e-6, note);
  const weights = numbers.floats(y.size);
  const found = gradients(sum(multiply(y, tensor(weights, y.dims))), inputs);
  for (const at of [0, 1]) {
    const direction = numbers.floats(values[at]!.length);
    const along = exact(at === 0 ? direction : values[0]!, at === 1 ? direction : values[1]!);
    const [actual, expected] = [dot(found[at]!.dataSync(), direction), dot(weights, along)];
    const scale = Math.sqrt(dot(weights, weights) * dot(along, along)) + 1e-6;
    if (!(Math.abs(actual - expected) < 1e-5 * scale))
      expect.fail(`${note}: gradient ${at} is ${actual}, not ${expected}`);
  }
}

describe("conv", () => {
  test("follows plain loops, and its gradients their adjoints, over random geometries (seed 20)", () => {
    const numbers = new Numbers(20);
    for (let trial = 0; trial < 150; trial++) {
      const c = draw(numbers);
      const [h, w] = axes(c);
      const shapes = [
        [c.images, ...c.size, c.channels],
        [...c.kernel, c.channels / c.groups, c.filters],
      ];
      checkLinear(
        numbers,
        (x, kernel) => conv(x, kernel, options(c)),
        (x, kernel) => naive.conv(x, kernel, c.images, h, w, c.channels, c.filters, c.groups),
        shapes,
        JSON.stringify(c),
      );
    }
  });

  test("follows plain loops over rows of many tiles, with strides, dilation and groups (seed 29)", () => {
    const numbers = new Numbers(29);
    for (let trial = 0; trial < 40; trial++) {
      const c: Case = { ...draw(numbers), images: 1, size: [numbers.int(12, 14), numbers.int(40, 60)] };
      const [h, w] = axes(c);
      checkLinear(
        numbers,
        (x, kernel) => conv(x, kernel, options(c)),
        (x, kernel) => naive.conv(x, kernel, 1, h, w, c.channels, c.filters, c.groups),
        [
          [1, ...c.size, c.channels],
          [...c.kernel, c.channels / c.groups, c.filters],
        ],
        JSON.stringify(c),
      );
    }
  });

  test("sums more terms than one chunk, over more pixels than one unit", () => {
    const numbers = new Numbers(21);
    for (const [channels, filters, kernel, side] of [
      [40, 9, 3, 7],
      [300, 3, 1, 9],
      [3, 20, 5, 23],
      [1, 8, 3, 30],
    ] as const) {
      const [h, w] = [naive.axis(side, kernel, 1, 1, true), naive.axis(side, kernel, 1, 1, true)];
      checkLinear(
        numbers,
        (x, k) => conv(x, k, { padding: "same" }),
        (x, k) => naive.conv(x, k, 2, h, w, channels, filters, 1),
        [
          [2, side, side, channels],
          [kernel, kernel, channels, filters],
        ],
        `${channels} channels, ${filters} filters`,
      );
    }
  });

  test("keeps the bits of an image whatever stands beside it", () => {
    const numbers = new Numbers(22);
    const x = numbers.floats(5 * 6 * 7 * 3);
    const kernel = tensor(numbers.floats(3 * 3 * 3 * 10), [3, 3, 3, 10]);
    const all = conv(tensor(x, [5, 6, 7, 3]), kernel, { padding: "same" }).dataSync();
    for (let image = 0; image < 5; image++) {
      const one = conv(tensor(x.slice(image * 126, image * 126 + 126), [1, 6, 7, 3]), kernel, { padding: "same" });
      expect(one.dataSync()).toEqual(all.slice(image * 420, image * 420 + 420));
    }
  });

  test("runs over one axis, and with channels first", () => {
    const numbers = new Numbers(23);
    const [x, kernel] = [numbers.floats(2 * 9 * 3), numbers.floats(4 * 3 * 5)];
    for (const padding of ["same", "valid"] as const) {
      const [h, w] = [naive.axis(1, 1, 1, 1, true), naive.axis(9, 4, 2, 1, padding === "same")];
      const wanted = naive.conv(x, kernel, 2, h, w, 3, 5, 1);
      const last = conv(tensor(x, [2, 9, 3]), tensor(kernel, [4, 3, 5]), { strides: 2, padding });
      expect(last.shape).toEqual([2, w.out, 5]);
      expectClose(last.dataSync(), wanted, 1e-6);
      const first = conv(transpose(tensor(x, [2, 9, 3]), { axes: [0, 2, 1] }), tensor(kernel, [4, 3, 5]), {
        strides: 2,
        padding,
        dataFormat: "channels_first",
      });
      expect(first.shape).toEqual([2, 5, w.out]);
      expect(transpose(first, { axes: [0, 2, 1] }).dataSync()).toEqual(last.dataSync());
    }
    const image = tensor(numbers.floats(2 * 5 * 6 * 3), [2, 5, 6, 3]);
    const square = tensor(numbers.floats(3 * 3 * 3 * 4), [3, 3, 3, 4]);
    const first = conv(transpose(image, { axes: [0, 3, 1, 2] }), square, { dataFormat: "channels_first" });
    expect(transpose(first, { axes: [0, 2, 3, 1] }).dataSync()).toEqual(conv(image, square).dataSync());
  });

  test("has gradients of gradients", () => {
    const numbers = new Numbers(24);
    for (const [strides, groups, padding] of [
      [1, 1, "same"],
      [2, 1, "valid"],
      [2, 2, "same"],
    ] as const) {
      const [h, w] = [
        naive.axis(5, 3, strides, 1, padding === "same"),
        naive.axis(4, 2, strides, 1, padding === "same"),
      ];
      checkGradients(
        numbers,
        (x, k) => conv(x, k, { strides, padding }),
        (x, k) => naive.conv(x!, k!, 1, h, w, 2, 4, groups),
        [
          { shape: [1, 5, 4, 2], values: numbers.floats(40) },
          { shape: [3, 2, 2 / groups, 4], values: numbers.floats(48 / groups) },
        ],
        { second: true, h: 1e-2, tolerance: 1e-3 },
      );
    }
  });

  test("says what does not fit", () => {
    const x = tensor(new Float32Array(25), [1, 5, 5, 1]);
    expect(() => conv(x, tensor(new Float32Array(49), [7, 7, 1, 1]))).toThrow(/larger than the input/);
    expect(() => conv(x, tensor(new Float32Array(18), [3, 3, 2, 1]))).toThrow(/do not match/);
    expect(() => conv(x, tensor(new Float32Array(9), [3, 3, 1]))).toThrow(/wrong rank/);
    expect(() => conv(x, tensor(new Float32Array(9), [3, 3, 1, 1]), { strides: 0 })).toThrow(/strides does not fit/);
  });
});

describe("depthwiseConv", () => {
  test("follows plain loops, and its gradients their adjoints, over random geometries (seed 25)", () => {
    const numbers = new Numbers(25);
    for (let trial = 0; trial < 80; trial++) {
      const c = { ...draw(numbers), groups: 1 };
      const multiplier = numbers.pick([1, 1, 2, 3]);
      const [h, w] = axes(c);
      checkLinear(
        numbers,
        (x, kernel) => depthwiseConv(x, kernel, options(c)),
        (x, kernel) => naive.depthwise(x, kernel, c.images, h, w, c.channels, multiplier),
        [
          [c.images, ...c.size, c.channels],
          [...c.kernel, c.channels, multiplier],
        ],
        JSON.stringify({ ...c, multiplier }),
      );
    }
  });

  test("has gradients of gradients", () => {
    const numbers = new Numbers(26);
    const [h, w] = [naive.axis(5, 3, 2, 1, true), naive.axis(4, 3, 1, 1, true)];
    checkGradients(
      numbers,
      (x, k) => depthwiseConv(x, k, { strides: [2, 1], padding: "same" }),
      (x, k) => naive.depthwise(x!, k!, 1, h, w, 3, 2),
      [
        { shape: [1, 5, 4, 3], values: numbers.floats(60) },
        { shape: [3, 3, 3, 2], values: numbers.floats(54) },
      ],
      { second: true, h: 1e-2, tolerance: 1e-3 },
    );
  });
});
