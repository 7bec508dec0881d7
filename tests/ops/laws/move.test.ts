/** Laws of the kind "move": copies against naive JavaScript over random shapes. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import type { Tensor } from "../../../ts/core/tensor";
import * as ops from "../../../ts/ops/gen/table";
import { broadcastIndex, checkGradients, Numbers, sizeOf } from "./support";

/** An array with a shape, read by coordinates. */
interface Plain {
  shape: number[];
  at(where: readonly number[]): number;
}

function plain(values: ArrayLike<number>, shape: readonly number[]): Plain {
  return {
    shape: [...shape],
    at: (where) => values[where.reduce((index, i, axis) => index * shape[axis]! + i, 0)]!,
  };
}

/** All elements in row-major order. */
function flat({ shape, at }: Plain): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, i) => {
    const where: number[] = [];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      where.unshift(i % shape[axis]!);
      i = Math.floor(i / shape[axis]!);
    }
    return at(where);
  });
}

/** One random call: the tensor function and its naive form. */
interface Call {
  note: string;
  fn(x: Tensor): Tensor;
  naive(x: Plain): Plain;
}

const shuffled = (numbers: Numbers, n: number): number[] =>
  [...Array(n).keys()]
    .map((i) => [numbers.next(), i] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, i]) => i);
const replaceAt = <T>(list: readonly T[], at: number, value: T): T[] => list.map((v, i) => (i === at ? value : v));

const CALLS: Record<string, (numbers: Numbers, shape: number[]) => Call> = {
  transpose(numbers, shape) {
    const axes = shuffled(numbers, shape.length);
    return {
      note: `axes ${axes}`,
      fn: (x) => ops.transpose(x, { axes: axes.map((a) => (a % 2 ? a - shape.length : a)) }),
      naive: (x) => ({
        shape: axes.map((a) => shape[a]!),
        at: (where) => x.at(shape.map((_, a) => where[axes.indexOf(a)]!)),
      }),
    };
  },
  broadcastTo(numbers, shape) {
    const lead = numbers.pick([[], [2], [3, 1]]);
    const to = [...lead, ...shape.map((d) => (d === 1 ? numbers.int(1, 5) : d))];
    return {
      note: `to ${to}`,
      fn: (x) => ops.broadcastTo(x, to),
      naive: (x) => ({
        shape: to,
        at: (where) => x.at(where.slice(lead.length).map((i, a) => (shape[a] === 1 ? 0 : i))),
      }),
    };
  },
  slice(numbers, shape) {
    const start = shape.map((d) => numbers.int(0, d - 1));
    const size = shape.map((d, i) => numbers.int(0, d - start[i]!));
    return {
      note: `from ${start} size ${size}`,
      fn: (x) =>
        ops.slice(
          x,
          start,
          size.map((d, i) => (start[i]! + d === shape[i] ? -1 : d)),
        ),
      naive: (x) => ({ shape: size, at: (where) => x.at(where.map((i, a) => i + start[a]!)) }),
    };
  },
  pad(numbers, shape) {
    const widths = shape.map(() => [numbers.int(0, 3), numbers.int(0, 3)] as const);
    const value = numbers.pick([0, -1.5]);
    return {
      note: `by ${widths.join(" ")}`,
      fn: (x) => ops.pad(x, widths, { constantValues: value }),
      naive: (x) => ({
        shape: shape.map((d, a) => d + widths[a]![0] + widths[a]![1]),
        at(where) {
          const own = where.map((i, a) => i - widths[a]![0]);
          return own.every((i, a) => i >= 0 && i < shape[a]!) ? x.at(own) : value;
        },
      }),
    };
  },
  concatenate(numbers, shape) {
    const axis = numbers.int(0, shape.length - 1);
    const count = numbers.int(1, 3);
    return {
      note: `${count} along ${axis}`,
      fn: (x) =>
        ops.concatenate(
          Array.from({ length: count }, () => x),
          { axis: axis - shape.length },
        ),
      naive: (x) => ({
        shape: replaceAt(shape, axis, shape[axis]! * count),
        at: (where) => x.at(replaceAt(where, axis, where[axis]! % shape[axis]!)),
      }),
    };
  },
  stack(numbers, shape) {
    const axis = numbers.int(0, shape.length);
    return {
      note: `along ${axis}`,
      fn: (x) => ops.stack([x, x], { axis }),
      naive: (x) => ({
        shape: [...shape.slice(0, axis), 2, ...shape.slice(axis)],
        at: (where) => x.at(where.filter((_, a) => a !== axis)),
      }),
    };
  },
  split(numbers, shape) {
    const axis = numbers.int(0, shape.length - 1);
    const cuts = [numbers.int(0, shape[axis]!), numbers.int(0, shape[axis]!)].sort((a, b) => a - b);
    return {
      note: `at ${cuts} along ${axis}`,
      fn(x) {
        const parts = ops.split(x, cuts, { axis });
        return ops.concatenate([parts[2]!, parts[0]!, parts[1]!], { axis });
      },
      naive: (x) => ({ shape, at: (where) => x.at(replaceAt(where, axis, (where[axis]! + cuts[1]!) % shape[axis]!)) }),
    };
  },
  tile(numbers, shape) {
    const repeats = [...numbers.pick([[], [2]]), ...shape.map(() => numbers.int(1, 3))];
    const extra = repeats.length - shape.length;
    return {
      note: `by ${repeats}`,
      fn: (x) => ops.tile(x, repeats),
      naive: (x) => ({
        shape: repeats.map((r, a) => r * (shape[a - extra] ?? 1)),
        at: (where) => x.at(where.slice(extra).map((i, a) => i % shape[a]!)),
      }),
    };
  },
  repeat(numbers, shape) {
    const axis = numbers.int(0, shape.length - 1);
    const n = numbers.int(1, 4);
    return {
      note: `${n} along ${axis}`,
      fn: (x) => ops.repeat(x, n, { axis }),
      naive: (x) => ({
        shape: replaceAt(shape, axis, shape[axis]! * n),
        at: (where) => x.at(replaceAt(where, axis, Math.floor(where[axis]! / n))),
      }),
    };
  },
  take(numbers, shape) {
    const axis = numbers.int(0, shape.length - 1);
    const size = shape[axis]!;
    const list = Array.from({ length: numbers.int(1, 6) }, () => numbers.int(-size, size - 1));
    return {
      note: `${list} along ${axis}`,
      fn: (x) => ops.take(x, tensor(Int32Array.from(list)), { axis }),
      naive: (x) => ({
        shape: replaceAt(shape, axis, list.length),
        at: (where) => x.at(replaceAt(where, axis, (list[where[axis]!]! + size) % size)),
      }),
    };
  },
  expandAndSqueeze(numbers, shape) {
    const axis = numbers.int(0, shape.length);
    return {
      note: `at ${axis}`,
      fn: (x) => ops.copy(ops.squeeze(ops.add(ops.expandDims(x, axis), 0.5), { axis })),
      naive: (x) => ({ shape, at: (where) => x.at(where) + 0.5 }),
    };
  },
};

describe.each(Object.entries(CALLS))("%s", (name, draw) => {
  const seed = 40 + name.length;

  test(`follows naive JavaScript over random shapes (seed ${seed})`, () => {
    const numbers = new Numbers(seed);
    for (let trial = 0; trial < 60; trial++) {
      const shape = Array.from({ length: numbers.int(1, 4) }, () => numbers.pick([1, 2, 3, 5, 8]));
      const call = draw(numbers, shape);
      const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i + 1);
      const wanted = call.naive(plain(values, shape));
      const x = tensor(values, shape);
      const y = call.fn(x);
      expect(y.shape, `[${shape}] ${call.note}`).toEqual(wanted.shape);
      expect([...y.dataSync()], `[${shape}] ${call.note}`).toEqual(flat(wanted));
      expect(x.dataSync()).toEqual(values);
    }
  });

  test("passes gradients back to where values came from", () => {
    const numbers = new Numbers(seed + 1);
    for (let trial = 0; trial < 6; trial++) {
      const shape = Array.from({ length: numbers.int(1, 3) }, () => numbers.int(1, 4));
      const call = draw(numbers, shape);
      checkGradients(
        numbers,
        (x) => ops.multiply(call.fn(x), call.fn(x)),
        (x) => flat(call.naive(plain(x!, shape))).map((v) => v * v),
        [{ shape, values: numbers.floats(sizeOf(shape)) }],
        { second: true, tolerance: 5e-4 },
      );
    }
  });
});

describe("oneHot", () => {
  test("is 1 at each index, whatever the axis and dtype; an index outside is all zeros", () => {
    const numbers = new Numbers(60);
    for (const shape of [[], [4], [2, 3]]) {
      for (let axis = 0; axis <= shape.length; axis++) {
        const x = Int32Array.from({ length: sizeOf(shape) }, () => numbers.int(-2, 6));
        const own = plain(x, shape);
        const wanted = flat({
          shape: [...shape.slice(0, axis), 5, ...shape.slice(axis)],
          at: (where) => (own.at(where.filter((_, a) => a !== axis)) === where[axis] ? 1 : 0),
        });
        for (const dtype of ["float32", "int32", "bool"]) {
          const y = ops.oneHot(tensor(x, shape), 5, { axis, dtype });
          expect(y.dtype).toBe(dtype);
          expect([...y.dataSync()], `[${shape}] axis ${axis}`).toEqual(wanted);
        }
      }
    }
  });
});

describe("where and cast", () => {
  test("where picks element by element from operands in every layout", () => {
    const numbers = new Numbers(61);
    const shape = [6, 9, 11];
    for (const [c, a, b] of [
      [shape, shape, shape],
      [[11], [], shape],
      [[6, 1, 1], shape, [9, 1]],
      [[6, 9, 1], [1, 1, 11], []],
    ] as const) {
      const [cv, av, bv] = [c, a, b].map((s) => numbers.floats(sizeOf(s))) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const [ci, ai, bi] = [c, a, b].map((s) => broadcastIndex(s, shape)) as [number[], number[], number[]];
      const y = ops.where(ops.greater(tensor(cv, c), 0), tensor(av, a), tensor(bv, b)).dataSync();
      expect([...y]).toEqual(ci.map((i, n) => (cv[i]! > 0 ? av[ai[n]!]! : bv[bi[n]!]!)));
    }
    expect(ops.where([true, false], tensor(Int32Array.of(1, 2)), 9).dtype).toBe("int32");
    expect(ops.where([true, false], tensor(Int32Array.of(1, 2)), 0.5).dtype).toBe("float32");
  });

  test("where passes its gradient to the side it took", () => {
    const numbers = new Numbers(62);
    const c = Float32Array.of(1, 0, 1, 1, 0, 0);
    checkGradients(
      numbers,
      (a, b) => ops.where(tensor(c, [2, 3]), ops.square(a), b),
      (a, b) => Array.from(c, (v, i) => (v ? a![i % 3]! ** 2 : b![0]!)),
      [
        { shape: [3], values: numbers.floats(3) },
        { shape: [], values: numbers.floats(1) },
      ],
      { second: true },
    );
  });

  test("cast follows C between all dtypes", () => {
    const floats = Float32Array.of(1.7, -2.9, 0, -0, 300, -300, 5e9, -5e9, Number.NaN, 0.5);
    expect([...ops.cast(tensor(floats), "int32").dataSync()]).toEqual([
      1, -2, 0, 0, 300, -300, 2147483647, -2147483648, 0, 0,
    ]);
    expect(ops.cast(tensor(floats), "bool").arraySync()).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    const whole = Int32Array.of(0, 1, 255, 256, -1, 128, 2147483647);
    expect([...ops.cast(tensor(whole), "uint8").dataSync()]).toEqual([...Uint8Array.from(whole)]);
    expect([...ops.cast(tensor(whole), "int8").dataSync()]).toEqual([...Int8Array.from(whole)]);
    expect([...ops.cast(tensor(whole), "float32").dataSync()]).toEqual([...Float32Array.from(whole)]);
    expect(ops.cast(tensor(whole), "bool").arraySync()).toEqual([false, true, true, true, true, true, true]);
    expect([...ops.cast(tensor(Uint8Array.of(0, 200)), "int8").dataSync()]).toEqual([0, -56]);
    expect([...ops.cast(tensor([true, false]), "float32").dataSync()]).toEqual([1, 0]);
  });
});
