/** Laws of windows over one to three axes that are made of windows over two. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import type { Tensor } from "../../../ts/core/tensor";
import * as ops from "../../../ts/ops/gen/public";
import { checkGradients, dot, expectClose, Numbers, sizeOf, variableOf } from "./support";
import * as naive from "./volume";

const options = (w: Window) => ({ strides: w.strides, dilationRate: w.dilation, padding: w.padding });
const axes = (w: Window) => naive.axesOf(w.sizes, w.kernel, w.strides, w.dilation, w.padding === "same");

interface Window {
  sizes: number[];
  kernel: number[];
  strides: number[];
  dilation: number[];
  padding: "same" | "valid";
}

function draw(numbers: Numbers, rank: number): Window {
  const each = (low: number, high: number): number[] => Array.from({ length: rank }, () => numbers.int(low, high));
  const [kernel, strides, dilation] = [each(1, 3), each(1, 3), each(1, 2)];
  const padding = numbers.next() < 0.5 ? "same" : "valid";
  const sizes = kernel.map((k, i) => (padding === "same" ? 1 : (k - 1) * dilation[i]! + 1) + numbers.int(0, 4));
  return { sizes, kernel, strides, dilation, padding };
}

/** Values, and both gradients along a direction, of something linear in each of its two inputs. */
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
  const found = gradients(ops.sum(ops.multiply(y, tensor(weights, y.dims))), inputs);
  for (const at of [0, 1]) {
    const direction = numbers.floats(values[at]!.length);
    const along = exact(at === 0 ? direction : values[0]!, at === 1 ? direction : values[1]!);
    const [actual, expected] = [dot(found[at]!.dataSync(), direction), dot(weights, along)];
    const scale = Math.sqrt(dot(weights, weights) * dot(along, along)) + 1e-6;
    if (!(Math.abs(actual - expected) < 1e-5 * scale))
      expect.fail(`${note}: gradient ${at} is ${actual}, not ${expected}`);
  }
}

describe.each([1, 2, 3])("over %i axes", (rank) => {
  test("conv follows plain loops, and its gradients their adjoints", () => {
    const numbers = new Numbers(60 + rank);
    for (let trial = 0; trial < 40; trial++) {
      const w = draw(numbers, rank);
      const groups = numbers.pick([1, 1, 2, 3]);
      const [images, channels, filters] = [numbers.int(1, 2), numbers.int(1, 4) * groups, numbers.int(1, 4) * groups];
      checkLinear(
        numbers,
        (x, kernel) => ops.conv(x, kernel, options(w)),
        (x, kernel) => naive.conv(x, kernel, axes(w), [images, channels, filters, groups]),
        [
          [images, ...w.sizes, channels],
          [...w.kernel, channels / groups, filters],
        ],
        JSON.stringify({ ...w, images, channels, filters, groups }),
      );
    }
  });

  test("depthwiseConv is a convolution in as many groups as channels, separableConv two convolutions", () => {
    const numbers = new Numbers(70 + rank);
    for (let trial = 0; trial < 10; trial++) {
      const w = draw(numbers, rank);
      const [channels, multiplier, filters] = [numbers.int(1, 5), numbers.int(1, 3), numbers.int(1, 4)];
      const own = channels * multiplier;
      const x = tensor(numbers.floats(2 * sizeOf(w.sizes) * channels), [2, ...w.sizes, channels]);
      const kernel = tensor(numbers.floats(sizeOf(w.kernel) * own), [...w.kernel, channels, multiplier]);
      const grouped = ops.conv(x, ops.reshape(kernel, [...w.kernel, 1, own]), options(w));
      const apart = ops.depthwiseConv(x, kernel, options(w));
      expectClose(apart.dataSync(), grouped.dataSync(), 3e-6, JSON.stringify(w));
      const ones = w.sizes.map(() => 1);
      const pointwise = tensor(numbers.floats(own * filters), [...ones, own, filters]);
      const mixed = ops.separableConv(x, kernel, pointwise, options(w));
      expectClose(mixed.dataSync(), ops.conv(apart, pointwise).dataSync(), 3e-6, JSON.stringify(w));
    }
  });

  test("convTranspose spreads the kernel, and its gradients are the adjoints", () => {
    const numbers = new Numbers(80 + rank);
    for (let trial = 0; trial < 40; trial++) {
      const w: Window = { ...draw(numbers, rank), padding: "valid" };
      const extra = w.strides.map(() => numbers.int(0, 2));
      const full = w.sizes.map((d, i) => (d - 1) * w.strides[i]! + (w.kernel[i]! - 1) * w.dilation[i]! + 1 + extra[i]!);
      const [images, channels, filters] = [numbers.int(1, 2), numbers.int(1, 4), numbers.int(1, 4)];
      checkLinear(
        numbers,
        (x, kernel) => ops.convTranspose(x, kernel, { ...options(w), outputPadding: extra }),
        (x, kernel) => naive.spread(x, kernel, axes(w), full, [images, channels, filters]),
        [
          [images, ...w.sizes, channels],
          [...w.kernel, filters, channels],
        ],
        JSON.stringify({ ...w, extra, images, channels, filters }),
      );
    }
  });

  test.each([
    ["maxPool", ops.maxPool, ops.adaptiveMaxPool, false],
    ["averagePool", ops.averagePool, ops.adaptiveAveragePool, true],
  ] as const)("%s and its adaptive form follow plain loops, and have their gradients", (_name, fn, adaptive, mean) => {
    const numbers = new Numbers(90 + rank);
    for (let trial = 0; trial < 25; trial++) {
      const w = { ...draw(numbers, rank), dilation: new Array<number>(rank).fill(1) };
      const [images, channels] = [numbers.int(1, 2), numbers.int(1, 5)];
      const shape = [images, ...w.sizes, channels];
      // All different, further apart than the step of the differences.
      const order = Array.from({ length: sizeOf(shape) }, (_, i) => i);
      for (let i = order.length - 1; i > 0; i--) {
        const j = numbers.int(0, i);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      const values = Float32Array.from(order, (i) => (i - order.length / 2) / 64);
      const outs = w.sizes.map((d) => numbers.int(1, d + 2));
      const note = JSON.stringify({ ...w, outs, images, channels });
      const check = (f: (x: Tensor) => Tensor, exact: (x: ArrayLike<number>) => Float64Array): void => {
        expectClose(f(tensor(values, shape)).dataSync(), exact(values), 1e-6, note);
        if (values.length < 200)
          checkGradients(numbers, f, (a) => exact(a!), [{ shape, values }], { second: trial < 3, h: 1e-3 });
      };
      check(
        (x) => fn(x, w.kernel, { strides: w.strides, padding: w.padding }),
        (x) => naive.pool(x, axes(w), [images, channels], mean),
      );
      check(
        (x) => adaptive(x, outs),
        (x) => naive.adaptive(x, w.sizes, outs, [images, channels], mean),
      );
    }
  });

  test("channels first gives the same bits", () => {
    const numbers = new Numbers(100 + rank);
    const sizes = [5, 4, 6].slice(0, rank);
    const x = tensor(numbers.floats(2 * sizeOf(sizes) * 3), [2, ...sizes, 3]);
    const kernel = tensor(numbers.floats(2 ** rank * 9), [...sizes.map(() => 2), 3, 3]);
    const first = ops.transpose(x, { axes: [0, rank + 1, ...sizes.map((_, i) => i + 1)] });
    const last = (y: Tensor): Tensor => ops.transpose(y, { axes: [0, ...sizes.map((_, i) => i + 2), 1] });
    const format = { dataFormat: "channels_first" };
    for (const fn of [
      (y: Tensor, o: object) => ops.conv(y, kernel, { strides: 2, ...o }),
      (y: Tensor, o: object) => ops.convTranspose(y, kernel, { strides: 2, padding: "same", ...o }),
      (y: Tensor, o: object) => ops.depthwiseConv(y, kernel, { padding: "same", ...o }),
      (y: Tensor, o: object) => ops.maxPool(y, 2, o),
      (y: Tensor, o: object) => ops.adaptiveAveragePool(y, 3, o),
    ]) {
      expect(last(fn(first, format)).dataSync()).toEqual(fn(x, {}).dataSync());
    }
  });
});

describe("the first of equal cells", () => {
  test("takes the gradient of a window over three axes", () => {
    const x = variableOf(new Float32Array(4 * 4 * 4).fill(2), [1, 4, 4, 4, 1]);
    const [g] = gradients(ops.sum(ops.maxPool(x, 2)), [x]);
    const wanted = naive.places([4, 4, 4]).map((place) => (place.every((d) => d % 2 === 0) ? 1 : 0));
    expect([...g!.dataSync()]).toEqual(wanted);
  });
});

describe("what does not fit", () => {
  const x = ops.ones([1, 5, 5, 3]);
  test.each([
    [() => ops.convTranspose(x, ops.ones([3, 3, 2, 4])), /conv_transpose: the kernel does not fit the input/],
    [() => ops.convTranspose(x, ops.ones([3, 3, 2, 3]), { outputPadding: -1 }), /outputPadding does not fit/],
    [() => ops.separableConv(x, ops.ones([3, 3, 3, 1]), ops.ones([1, 1, 4, 2])), /the pointwise kernel does not fit/],
    [() => ops.separableConv(x, ops.ones([3, 3, 3, 1]), ops.ones([2, 1, 3, 2])), /the pointwise kernel does not fit/],
    [() => ops.depthwiseConv(x, ops.ones([3, 3, 2, 1])), /depthwise_conv: the kernel does not fit the input/],
    [() => ops.adaptiveMaxPool(x, 0), /outputSize does not fit/],
    [() => ops.conv(ops.ones([1, 2, 2, 2, 2, 3]), ops.ones([3])), /wrong rank/],
    [() => ops.conv(x, ops.ones([3, 3, 3, 2]), { padding: "causal" }), /the padding is unknown/],
  ])("is said by name %#", (body, message) => {
    expect(body).toThrow(message);
  });
});
