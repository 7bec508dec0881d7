/** Laws of the kind "rows", for every op of it. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { checkGradients, expectClose, Numbers, ROWS, sizeOf } from "./support";

/** Applies a row function along axes of an array. */
function alongAxes(
  x: ArrayLike<number>,
  shape: readonly number[],
  axes: readonly number[],
  row: (values: readonly number[]) => number[],
): Float64Array {
  const out = new Float64Array(x.length);
  const rows = new Map<string, number[]>();
  for (let i = 0; i < x.length; i++) {
    let rest = i;
    const key: number[] = [];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (!axes.includes(axis)) key.push(rest % shape[axis]!);
      rest = Math.floor(rest / shape[axis]!);
    }
    rows.set(String(key), [...(rows.get(String(key)) ?? []), i]);
  }
  for (const places of rows.values()) {
    const y = row(places.map((i) => x[i]!));
    places.forEach((i, j) => {
      out[i] = y[j]!;
    });
  }
  return out;
}

describe.each(ROWS)("%s", (_name, fn) => {
  const { spec } = fn;
  const numbers = new Numbers(5);

  test("follows the float64 reference along every axis, and along several as one", () => {
    for (const shape of [[5], [1], [3, 4], [4, 1], [2, 3, 17], [3, 1, 2, 5]]) {
      const x = Float32Array.from(numbers.floats(sizeOf(shape)), (v) => v * 5);
      const sets = [...shape.keys()]
        .map((a) => [a])
        .concat(
          shape.length > 2
            ? [
                [0, 2],
                [1, 2],
                [0, 1],
              ]
            : [],
        );
      for (const axes of sets) {
        const input = tensor(x, shape);
        const y = fn(input, { axis: axes.length === 1 ? axes[0]! - shape.length : axes });
        expect(y.shape).toEqual(shape);
        const wanted = alongAxes(x, shape, axes, spec.reference);
        expectClose(y.dataSync(), wanted, 4e-7, `[${shape}] along [${axes}]`);
        expect(input.dataSync()).toEqual(x);
      }
      expect(fn(tensor(x, shape)).dataSync()).toEqual(fn(tensor(x, shape), { axis: -1 }).dataSync());
    }
  });

  test("handles long rows and large values", () => {
    for (const [length, scale] of [
      [10_000, 1],
      [1000, 80],
      [17, 1e4],
      [4, 3e38],
      [513, 1e-3],
    ] as const) {
      const x = Float32Array.from(numbers.floats(length), (v) => v * scale);
      expectClose(fn(tensor(x)).dataSync(), spec.reference([...x]), 1e-6, `${length} values up to ${scale}`);
    }
  });

  test("gives an infinity its place and never loses a NaN", () => {
    const low = fn(tensor([1, Number.NEGATIVE_INFINITY, 2, 0, 1])).dataSync();
    const wanted = spec.reference([1, Number.NEGATIVE_INFINITY, 2, 0, 1]);
    wanted.forEach((w, i) => {
      if (Number.isFinite(w)) expect(low[i]).toBeCloseTo(w, 6);
      else expect(low[i]).toBe(w);
    });
    for (let at = 0; at < 6; at++) {
      const x = new Float32Array(12).fill(1);
      x[at] = Number.NaN;
      const y = fn(tensor(x, [2, 6])).dataSync();
      expect([...y].map(Number.isNaN)).toEqual([...Array(6).fill(true), ...Array(6).fill(false)]);
    }
  });

  test("keeps the bits of a row whatever stands beside it", () => {
    const x = numbers.floats(7 * 23);
    const all = fn(tensor(x, [7, 23])).dataSync();
    for (let row = 0; row < 7; row++) {
      const alone = fn(tensor(x.slice(row * 23, row * 23 + 23), [1, 23])).dataSync();
      expect(alone).toEqual(all.slice(row * 23, row * 23 + 23));
    }
  });

  test("gives an empty tensor back", () => {
    expect(fn(tensor(new Float32Array(0), [0, 3])).shape).toEqual([0, 3]);
    expect(fn(tensor(new Float32Array(0), [3, 0])).dataSync().length).toBe(0);
  });

  test("has the gradients of its reference, and their gradients", () => {
    for (const [shape, axes] of [
      [[6], [0]],
      [[3, 4], [1]],
      [[3, 4], [0]],
      [
        [2, 3, 3],
        [0, 2],
      ],
    ] as const) {
      checkGradients(
        numbers,
        (t) => fn(t, { axis: axes }),
        (a) => alongAxes(a!, shape, axes, spec.reference),
        [{ shape, values: numbers.floats(sizeOf(shape)) }],
        { second: true },
      );
    }
  });
});
