/** Sorting, running sums, taking and scattering along an axis, against naive JavaScript over random shapes. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import type { Tensor } from "../../../ts/core/tensor";
import * as ops from "../../../ts/ops/gen/table";
import { checkGradients, expectClose, Numbers, sizeOf, variableOf } from "./support";

/** The flat places of each line along an axis. */
function lines(shape: readonly number[], axis: number): number[][] {
  const [n, inner] = [shape[axis]!, sizeOf(shape.slice(axis + 1))];
  const outer = sizeOf(shape.slice(0, axis));
  return Array.from({ length: outer * inner }, (_, unit) => {
    const first = Math.floor(unit / inner) * n * inner + (unit % inner);
    return Array.from({ length: n }, (_, j) => first + j * inner);
  });
}

const ints = (values: ArrayLike<number>, shape: readonly number[]): Tensor => tensor(Int32Array.from(values), shape);

/** Values with ties, and at times NaN, infinities and zeros of both signs. */
function draw(numbers: Numbers, length: number): Float32Array {
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0];
  return Float32Array.from({ length }, () =>
    numbers.next() < 0.2 ? numbers.pick(special) : numbers.int(-5, 5) / (numbers.next() < 0.5 ? 1 : 3),
  );
}

/** NumPy's order: NaN last. */
const before = (a: number, b: number): number =>
  Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a - b;
const infinite = (a: number, b: number): number => (a === b ? 0 : before(a, b));

describe("argsort", () => {
  test("is stable, puts NaN last, and sorts floats and integers along any axis", () => {
    const numbers = new Numbers(70);
    for (let trial = 0; trial < 60; trial++) {
      const shape = Array.from({ length: numbers.int(1, 3) }, () => numbers.pick([0, 1, 2, 3, 8, 9, 17, 40]));
      const axis = numbers.int(0, shape.length - 1);
      const x = draw(numbers, sizeOf(shape));
      const whole = Int32Array.from(x, (v) => (Number.isFinite(v) ? v * 1000 : -(2 ** 31)));
      for (const [values, input] of [
        [x, tensor(x, shape)],
        [whole, tensor(whole, shape)],
      ] as const) {
        const places = ops.argsort(input, { axis: axis - shape.length });
        const sorted = ops.sort(input, { axis });
        const [rising, numbersUp] = [places.dataSync(), sorted.dataSync()];
        expect([places.dtype, places.shape, sorted.dtype]).toEqual(["int32", shape, input.dtype]);
        for (const line of lines(shape, axis)) {
          const wanted = line.map((_, j) => j).sort((a, b) => infinite(values[line[a]!]!, values[line[b]!]!) || a - b);
          expect(line.map((at) => rising[at])).toEqual(wanted);
          expect(line.map((at) => numbersUp[at])).toEqual(wanted.map((j) => values[line[j]!]));
        }
      }
    }
  });

  test("keeps its bits for long lines, and takes the flattened tensor", () => {
    const numbers = new Numbers(71);
    const x = numbers.floats(5000);
    expect(ops.sort(tensor(x, [50, 100]), { axis: null }).dataSync()).toEqual(x.slice().sort());
    const twice = ops
      .argsort(
        ints(
          Array.from(x, (v) => Math.floor(v * 10)),
          [5000],
        ),
      )
      .dataSync();
    for (let i = 1; i < 5000; i++) {
      const [a, b] = [Math.floor(x[twice[i - 1]!]! * 10), Math.floor(x[twice[i]!]! * 10)];
      expect(a < b || (a === b && twice[i - 1]! < twice[i]!)).toBe(true);
    }
  });

  test("topK takes the largest, equal ones in order, NaN before all; its gradient goes where they came from", () => {
    const [values, places] = ops.topK(tensor([3, 1, 3, Number.NaN, 2]), 4);
    expect([...values!.dataSync()]).toEqual([Number.NaN, 3, 3, 2]);
    expect([...places!.dataSync()]).toEqual([3, 0, 2, 4]);
    expect(ops.topK(ints([-(2 ** 31), 5, 2 ** 31 - 1], [3]), 3)[0]!.arraySync()).toEqual([2 ** 31 - 1, 5, -(2 ** 31)]);
    const x = variableOf(Float32Array.of(1, 4, 2, 3), [4]);
    const [g] = gradients(ops.sum(ops.multiply(ops.topK(x, 2)[0]!, [10, 1])), [x]);
    expect(g!.arraySync()).toEqual([0, 10, 0, 1]);
    expect(() => ops.topK([1, 2], 3)).toThrow("top_k: the last axis has not so many elements");
  });

  test("sort passes gradients back to where values came from", () => {
    const numbers = new Numbers(72);
    const shape = [3, 5, 2];
    checkGradients(
      numbers,
      (x) => ops.square(ops.sort(x, { axis: 1 })),
      (x) => {
        const y = new Float64Array(30);
        for (const line of lines(shape, 1)) {
          const sorted = line.map((at) => x![at]!).sort((a, b) => a - b);
          line.forEach((at, j) => {
            y[at] = sorted[j]! ** 2;
          });
        }
        return y;
      },
      [{ shape, values: Float32Array.from({ length: 30 }, (_, i) => ((i * 7) % 30) / 10) }],
      { second: true },
    );
  });
});

describe("cumsum", () => {
  test("adds up floats and integers along any axis, and its gradient adds up from the other end", () => {
    const numbers = new Numbers(73);
    for (let trial = 0; trial < 40; trial++) {
      const shape = Array.from({ length: numbers.int(1, 3) }, () => numbers.pick([0, 1, 2, 5, 9]));
      const axis = numbers.int(0, shape.length - 1);
      const x = numbers.floats(sizeOf(shape));
      const whole = Int32Array.from(x, (v) => v * 1e9);
      const wanted = new Float64Array(x.length);
      const wrapped = new Int32Array(x.length);
      for (const line of lines(shape, axis)) {
        let [sum, wrap] = [0, 0];
        for (const at of line) {
          wanted[at] = sum += x[at]!;
          wrapped[at] = wrap = (wrap + whole[at]!) | 0;
        }
      }
      expect(ops.cumsum(tensor(x, shape), { axis }).dataSync()).toEqual(Float32Array.from(wanted));
      expect(ops.cumsum(tensor(whole, shape), { axis }).dataSync()).toEqual(wrapped);
    }
    const running = (x: Float64Array): number[] => {
      let sum = 0;
      return [...x].map((v) => {
        sum += v;
        return sum ** 2;
      });
    };
    const values = numbers.floats(7);
    checkGradients(
      numbers,
      (x) => ops.square(ops.cumsum(x)),
      (x) => running(x!),
      [{ shape: [7], values }],
      { second: true },
    );
  });

  test("cumprod has gradients also where a factor is zero", () => {
    const x = Float32Array.of(2, 0, -1.5, 3, 0.5);
    checkGradients(
      new Numbers(74),
      (t) => ops.cumprod(t),
      (t) => [...t!].map((_, i) => t!.slice(0, i + 1).reduce((a, b) => a * b, 1)),
      [{ shape: [5], values: x }],
      { second: true },
    );
    expect(ops.cumprod(ints([1, 2, 3, 4], [2, 2]), { axis: 0 }).arraySync()).toEqual([
      [1, 2],
      [3, 8],
    ]);
  });
});

describe("takeAlongAxis", () => {
  test("takes along any axis what the indices say, and sums gradients where one comes twice", () => {
    const numbers = new Numbers(75);
    for (let trial = 0; trial < 40; trial++) {
      const shape = Array.from({ length: numbers.int(1, 3) }, () => numbers.pick([1, 2, 5, 9]));
      const axis = numbers.int(0, shape.length - 1);
      const [size, count] = [shape[axis]!, numbers.int(0, 6)];
      const target = shape.map((d, a) => (a === axis ? count : d));
      const places = Int32Array.from({ length: sizeOf(target) }, () => numbers.int(-size, size - 1));
      const take = (x: ArrayLike<number>): Float64Array => {
        const y = new Float64Array(sizeOf(target));
        const from = lines(shape, axis);
        lines(target, axis).forEach((line, unit) => {
          for (const at of line) y[at] = x[from[unit]![(places[at]! + size) % size]!]!;
        });
        return y;
      };
      const x = numbers.floats(sizeOf(shape));
      const y = ops.takeAlongAxis(tensor(x, shape), ints(places, target), { axis: axis - shape.length });
      expect(y.shape).toEqual(target);
      expect([...y.dataSync()]).toEqual([...take(x)]);
      if (count > 0 && trial < 8) {
        checkGradients(
          numbers,
          (t) => ops.square(ops.takeAlongAxis(t, ints(places, target), { axis })),
          (t) => take(t!).map((v) => v * v),
          [{ shape, values: x }],
          { second: true },
        );
      }
    }
  });

  test("stops at an index out of range, by name", () => {
    expect(() => ops.takeAlongAxis([[1, 2]], ints([2], [1, 1]), { axis: 1 }).dataSync()).toThrow(
      /take_along_axis.*0 to 1.*Received 2/,
    );
    expect(() => ops.takeAlongAxis([[1, 2]], [0], { axis: 1 })).toThrow("the indices differ in rank");
  });
});

describe("scatterUpdate", () => {
  const meet: Record<string, (cell: number, update: number) => number> = {
    set: (_, b) => b,
    add: (a, b) => a + b,
    mul: (a, b) => a * b,
    max: Math.max,
    min: Math.min,
  };

  test.each(Object.keys(meet))("%s follows plain loops, in the order of the updates", (name) => {
    const numbers = new Numbers(76);
    for (let trial = 0; trial < 30; trial++) {
      const shape = [numbers.int(1, 6), numbers.int(1, 4), numbers.pick([1, 3, 70])];
      const depth = numbers.int(1, 3);
      const count = numbers.int(0, 8);
      const inner = sizeOf(shape.slice(depth));
      const indices = Array.from({ length: count }, () =>
        shape.slice(0, depth).map((d) => numbers.int(-d - (trial % 2), d - 1 + (trial % 2))),
      );
      for (const whole of [false, true]) {
        const values = (n: number): Float32Array => Float32Array.from({ length: n }, () => numbers.int(-8, 8));
        const [x, updates] = [values(sizeOf(shape)), values(count * inner)];
        const wanted = x.slice();
        indices.forEach((index, j) => {
          const at = index.map((i, a) => (i < 0 ? i + shape[a]! : i));
          if (!at.every((i, a) => i >= 0 && i < shape[a]!)) return;
          const row = at.reduce((place, i, a) => place * shape[a]! + i, 0) * inner;
          for (let i = 0; i < inner; i++) wanted[row + i] = meet[name]!(wanted[row + i]!, updates[j * inner + i]!);
        });
        const of = (array: Float32Array, dims: readonly number[]): Tensor =>
          whole ? ints(array, dims) : tensor(array, dims);
        const list = ints(indices.flat(), [count, depth]);
        const y = ops.scatterUpdate(of(x, shape), list, of(updates, [count, ...shape.slice(depth)]), {
          reduction: name === "set" ? null : name,
        });
        expect(y.dtype).toBe(whole ? "int32" : "float32");
        expect([...y.dataSync()].map((v) => v + 0)).toEqual([...wanted].map((v) => v + 0));
      }
    }
  });

  test("has gradients for what stays and what is put there", () => {
    const numbers = new Numbers(77);
    const list = ints([0, 2, 2, 9], [4, 1]);
    const rows = [0, 2, 2];
    for (const name of Object.keys(meet)) {
      checkGradients(
        numbers,
        (x, u) => ops.square(ops.scatterUpdate(x, list, u, { reduction: name === "set" ? null : name })),
        (x, u) => {
          const y = Float64Array.from(x!);
          rows.forEach((row, j) => {
            for (let i = 0; i < 2; i++) y[row * 2 + i] = meet[name]!(y[row * 2 + i]!, u![j * 2 + i]!);
          });
          return y.map((v) => v * v);
        },
        [
          { shape: [3, 2], values: numbers.floats(6) },
          { shape: [4, 2], values: name === "mul" ? Float32Array.of(0, 2, 3, 0, -1, 5, 7, 8) : numbers.floats(8) },
        ],
      );
    }
  });
});

describe("quantiles and norms", () => {
  const x = tensor(Float32Array.of(3, 1, 2, 10, -1, 0.5, 7, 7), [2, 4]);

  test("a quantile lies between the elements around it, by each method", () => {
    const at = (method: string): unknown => ops.quantile(x, 0.4, { axis: 1, method }).arraySync();
    expectClose(ops.quantile(x, 0.4, { axis: 1 }).dataSync(), [2.2, 1.8], 1e-6);
    expect([at("lower"), at("higher"), at("nearest"), at("midpoint")]).toEqual([
      [2, 0.5],
      [3, 7],
      [2, 0.5],
      [2.5, 3.75],
    ]);
    expect(ops.quantile(x, [0, 1], { axis: 0, keepdims: true }).arraySync()).toEqual([
      [[-1, 0.5, 2, 7]],
      [[3, 1, 7, 10]],
    ]);
    expect(() => ops.quantile(x, 0.5, { method: "median" })).toThrow("the method is unknown");
  });

  test("a norm by each order", () => {
    const rows = (ord: number): ArrayLike<number> => ops.norm(x, { ord, axis: -1 }).dataSync();
    expectClose(rows(2), [Math.sqrt(114), Math.sqrt(99.25)], 1e-6);
    expectClose(rows(1), [16, 15.5], 1e-6);
    expectClose(rows(Number.POSITIVE_INFINITY), [10, 7], 1e-6);
    expectClose(rows(Number.NEGATIVE_INFINITY), [1, 0.5], 1e-6);
    expectClose(rows(3), [Math.cbrt(1036), Math.cbrt(687.125)], 1e-6);
    const matrix = (ord: number | string): unknown => ops.norm(x, { ord }).arraySync();
    expect([matrix(1), matrix(Number.POSITIVE_INFINITY), matrix(-1), matrix(Number.NEGATIVE_INFINITY)]).toEqual([
      17, 16, 1.5, 15.5,
    ]);
    expect(ops.norm(x, { keepdims: true }).shape).toEqual([1, 1]);
    expect(() => matrix("nuc")).toThrow("the order is not supported");
    expect(() => matrix(2)).toThrow("the order is not supported");
  });
});
