/** Laws of the kind "reduce", for every op of it; then of argmax and argmin. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { argmax } from "../../../ts/ops/argmax";
import { argmin } from "../../../ts/ops/argmin";
import { transpose } from "../../../ts/ops/transpose";
import { checkGradients, expectClose, Numbers, REDUCTIONS, sizeOf } from "./support";

const SHAPES = [[5], [1], [3, 4], [4, 1], [1, 5], [2, 3, 4], [3, 1, 17], [2, 5, 3, 7], [1, 4, 1, 3]];

/** Every set of axes of a rank. */
function axisSets(rank: number): number[][] {
  return Array.from({ length: 2 ** rank }, (_, bits) => [...Array(rank).keys()].filter((axis) => bits & (1 << axis)));
}

/** The values that fold into each result, in order. */
function folded(values: ArrayLike<number>, shape: readonly number[], axes: readonly number[]): number[][] {
  const kept = shape.map((d, i) => (axes.includes(i) ? 1 : d));
  const out: number[][] = Array.from({ length: sizeOf(kept) }, () => []);
  for (let i = 0; i < values.length; i++) {
    let rest = i;
    let index = 0;
    let step = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const at = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
      if (axes.includes(axis)) continue;
      index += at * step;
      step *= shape[axis]!;
    }
    out[index]!.push(values[i]!);
  }
  return out;
}

const without = (shape: readonly number[], axes: readonly number[]): number[] =>
  shape.filter((_, i) => !axes.includes(i));

describe.each(REDUCTIONS)("%s", (_name, fn) => {
  const { spec } = fn;
  const numbers = new Numbers(3);
  /** Near one, so that products stay in range. */
  const values = (length: number): Float32Array => Float32Array.from({ length }, () => 0.5 + numbers.next());

  test("folds every set of axes of every rank, counted from either end", () => {
    for (const shape of SHAPES) {
      const x = values(sizeOf(shape));
      for (const axes of axisSets(shape.length)) {
        const note = `[${shape}] over [${axes}]`;
        const wanted = folded(x, shape, axes).map(spec.reference);
        const y = fn(tensor(x, shape), { axis: axes });
        expect(y.shape, note).toEqual(without(shape, axes));
        // A float32 product rounds at every factor.
        expectClose(y.dataSync(), wanted, 2e-7 + 6e-8 * (x.length / wanted.length), note);
        const kept = fn(tensor(x, shape), { axis: axes.map((a) => a - shape.length), keepdims: true });
        expect(kept.shape, note).toEqual(shape.map((d, i) => (axes.includes(i) ? 1 : d)));
        expect(kept.dataSync(), note).toEqual(y.dataSync());
      }
      expectClose(
        fn(tensor(x, shape)).dataSync(),
        [spec.reference([...x])],
        2e-7 + 6e-8 * x.length,
        `[${shape}] over all`,
      );
    }
  });

  test("folds rows and columns of every length", () => {
    for (const length of [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 63, 64, 65, 511, 512, 513, 1025]) {
      const x = Float32Array.from({ length: length * 3 }, () => 0.99 + 0.02 * numbers.next());
      for (const [shape, axis] of [
        [[3, length], 1],
        [[length, 3], 0],
        [[3, length], 0],
        [[length, 3], 1],
      ] as const) {
        const y = fn(tensor(x, shape), { axis });
        expectClose(y.dataSync(), folded(x, shape, [axis]).map(spec.reference), 3e-6, `[${shape}] over ${axis}`);
      }
    }
  });

  test("folds a column to the same bits however many stand beside it", () => {
    for (const n of [1, 511, 512, 513, 1500]) {
      for (const inner of [1, 3, 4, 15, 16, 17, 32, 50]) {
        const x = Float32Array.from({ length: n * inner }, () => 0.99 + 0.02 * numbers.next());
        const y = fn(tensor(x, [n, inner]), { axis: 0 }).dataSync();
        const note = `[${n}, ${inner}]`;
        expectClose(y, folded(x, [n, inner], [0]).map(spec.reference), 3e-6, note);
        // Three of them at a time are no block.
        for (let from = 0; inner > 1 && from + 3 <= inner; from += 3) {
          const own = Float32Array.from({ length: n * 3 }, (_, i) => x[Math.floor(i / 3) * inner + from + (i % 3)]!);
          const alone = fn(tensor(own, [n, 3]), { axis: 0 }).dataSync();
          expect(alone, `${note} from ${from}`).toEqual(y.slice(from, from + 3));
        }
      }
    }
  });

  test("folds whole numbers exactly, and wraps like int32", () => {
    const x = Int32Array.from({ length: 60 }, () => numbers.int(-9, 9) || 1);
    for (const axes of [[0], [1], [2], [0, 2], [0, 1, 2]]) {
      const y = fn(tensor(x, [5, 3, 4]), { axis: axes });
      expect(y.dtype).toBe("int32");
      const wanted = folded(x, [5, 3, 4], axes).map(spec.reference);
      // What leaves the doubles cannot be compared.
      wanted.forEach((w, i) => {
        if (Math.abs(w) < 2 ** 53) expect(y.dataSync()[i], `over [${axes}]`).toBe(Number(BigInt.asIntN(32, BigInt(w))));
      });
    }
    expect(fn(tensor([true, true, false])).dtype).toBe("int32");
  });

  test("folds an empty axis to the neutral element, or says why not", () => {
    if (spec.empty !== undefined) {
      expect([...fn(tensor(new Float32Array(0), [0, 3]), { axis: 0 }).dataSync()]).toEqual(Array(3).fill(spec.empty));
      expect(fn(tensor(new Float32Array(0), [2, 0])).dataSync()[0]).toBe(spec.empty);
    } else expect(() => fn(tensor(new Float32Array(0), [0, 3]), { axis: 0 })).toThrow(/empty axis/);
    // An axis beside an empty one may be folded.
    expect(fn(tensor(new Float32Array(0), [0, 3]), { axis: 1 }).shape).toEqual([0]);
  });

  test("never loses a NaN, wherever it stands", () => {
    for (const length of [1, 3, 5, 18, 514, 1030]) {
      for (const at of new Set([0, length >> 1, length - 1])) {
        const x = new Float32Array(length).fill(1);
        x[at] = Number.NaN;
        expect(fn(tensor(x)).dataSync()[0], `${at} of ${length}`).toBeNaN();
        expect(fn(tensor(x, [length, 1]), { axis: 0 }).dataSync()[0]).toBeNaN();
        const columns = new Float32Array(length * 5).fill(1);
        columns[at * 5 + 2] = Number.NaN;
        const y = fn(tensor(columns, [length, 5]), { axis: 0 }).dataSync();
        expect([...y].map(Number.isNaN)).toEqual([false, false, true, false, false]);
      }
    }
  });

  test("stays accurate over a million elements", () => {
    const x = Float32Array.from({ length: 1_000_000 }, () =>
      spec.reference([1, 1, 1]) === 3 ? numbers.next() : 1 + 1e-7 * numbers.next(),
    );
    const exact = spec.reference([1, 1, 1]) === 3 ? x.reduce((a, b) => a + b, 0) : undefined;
    if (exact !== undefined) expectClose(fn(tensor(x)).dataSync(), [exact], 1.2e-7);
    const columns = fn(tensor(x, [1000, 1000]), { axis: 0 }).dataSync();
    expectClose(columns, folded(x, [1000, 1000], [0]).map(spec.reference), exact === undefined ? 6e-5 : 2e-6);
  });

  test.each([
    [70_001],
    [3001, 20],
    [2500, 3, 7],
  ])("has the same bits when threads may share one long fold of %s", (...dims) => {
    const slab = numbers.floats(sizeOf(dims));
    const many = new Float32Array(16 * slab.length);
    for (let i = 0; i < 16; i++) many.set(slab, i * slab.length);
    // Sixteen of them are units enough: none of them is split.
    const whole = fn(tensor(many, [16, ...dims]), { axis: 1 }).dataSync();
    const split = fn(tensor(slab, dims), { axis: 0 }).dataSync();
    expect([...split]).toEqual([...whole.slice(0, split.length)]);
  });

  test.runIf(spec.gradient)("has the gradients of its reference", () => {
    const shape = [3, 4, 5];
    for (const axis of [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]]) {
      // Distinct by more than the step, so that no maximum changes.
      const order = Array.from({ length: 60 }, (_, i) => i).sort(() => numbers.next() - 0.5);
      const x = Float32Array.from(order, (i) => 0.7 + i * 0.01);
      for (const view of [false, true]) {
        checkGradients(
          numbers,
          (t) =>
            fn(view ? transpose(t, { axes: [2, 0, 1] }) : t, {
              axis: view ? axis.map((a) => [1, 2, 0][a]!) : axis,
              keepdims: !view,
            }),
          (a) => {
            const y = folded(a!, shape, axis).map(spec.reference);
            if (!view) return y;
            // Transposed [2, 0, 1]: results come in that order of the kept axes.
            const kept = shape.map((d, i) => (axis.includes(i) ? 1 : d));
            const out: number[] = [];
            for (let k = 0; k < kept[2]!; k++)
              for (let i = 0; i < kept[0]!; i++)
                for (let j = 0; j < kept[1]!; j++) out.push(y[(i * kept[1]! + j) * kept[2]! + k]!);
            return out;
          },
          [{ shape, values: x }],
          { second: spec.reference([2, 5]) !== 5 && spec.reference([2, 5]) !== 2, tolerance: 1e-3 },
        );
      }
    }
  });
});

describe.each([
  ["argmax", argmax, (a: number, b: number) => a > b],
  ["argmin", argmin, (a: number, b: number) => a < b],
] as const)("%s", (_name, fn, better) => {
  const pick = (list: readonly number[]): number =>
    list.reduce(
      (best, v, i) => (!Number.isNaN(list[best]!) && (Number.isNaN(v) || better(v, list[best]!)) ? i : best),
      0,
    );
  const numbers = new Numbers(4);

  test("gives the first of the best along every axis, for floats and whole numbers", () => {
    for (const shape of SHAPES) {
      for (let axis = 0; axis < shape.length; axis++) {
        const x = Float32Array.from({ length: sizeOf(shape) }, () => numbers.int(-3, 3));
        const wanted = folded(x, shape, [axis]).map(pick);
        const y = fn(tensor(x, shape), { axis });
        expect(y.dtype).toBe("int32");
        expect(y.shape).toEqual(without(shape, [axis]));
        expect([...y.dataSync()], `[${shape}] along ${axis}`).toEqual(wanted);
        const whole = fn(tensor(Int32Array.from(x), shape), { axis: axis - shape.length, keepdims: true });
        expect([...whole.dataSync()]).toEqual(wanted);
        expect(whole.rank).toBe(shape.length);
      }
      const x = Float32Array.from({ length: sizeOf(shape) }, () => numbers.int(-3, 3));
      expect(fn(tensor(x, shape)).dataSync()[0]).toBe(pick([...x]));
    }
  });

  test("gives the first NaN where there is one", () => {
    const rows = [1, 2, Number.NaN, 4, Number.NaN, 1, Number.NaN, 0, 2, 2, 2, Number.NaN];
    expect([...fn(tensor(rows, [3, 4]), { axis: 1 }).dataSync()]).toEqual([2, 0, 3]);
    expect([...fn(tensor(rows, [3, 4]), { axis: 0 }).dataSync()]).toEqual(
      [0, 1, 2, 3].map((c) => pick([rows[c]!, rows[c + 4]!, rows[c + 8]!])),
    );
  });

  test("says why an empty axis has no index", () => {
    expect(() => fn(tensor(new Float32Array(0), [2, 0]), { axis: 1 })).toThrow(/empty axis/);
    expect(fn(tensor(new Float32Array(0), [0, 2]), { axis: 1 }).shape).toEqual([0]);
  });
});
