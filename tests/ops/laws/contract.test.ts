/** Laws of the kind "contract": matmul in every shape, its transposes by way of gradients, its bits. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { asOpNode } from "../../../ts/graph/walk";
import { dot } from "../../../ts/ops/composite/dot";
import { matmul, matmulAt, matmulOp } from "../../../ts/ops/matmul";
import { broadcastIndex, checkGradients, expectClose, Numbers, sizeOf } from "./support";

/** a [batch, m, k] times b [batch, k, n] in float64. */
function product(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  batch: number,
  m: number,
  k: number,
  n: number,
): Float64Array {
  const y = new Float64Array(batch * m * n);
  for (let c = 0; c < batch; c++)
    for (let i = 0; i < m; i++)
      for (let t = 0; t < k; t++) {
        const v = a[(c * m + i) * k + t]!;
        for (let j = 0; j < n; j++) y[(c * m + i) * n + j]! += v * b[(c * k + t) * n + j]!;
      }
  return y;
}

/** Swaps the last two axes of [batch, rows, columns]. */
function turned(x: Float32Array, batch: number, rows: number, columns: number): Float32Array {
  const y = new Float32Array(x.length);
  for (let c = 0; c < batch; c++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) y[(c * columns + j) * rows + i] = x[(c * rows + i) * columns + j]!;
  return y;
}

const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 70];

describe("matmul", () => {
  test("follows float64 over sizes at, below and above every tile and unit", () => {
    const numbers = new Numbers(6);
    for (let trial = 0; trial < 120; trial++) {
      const [m, k, n] = [numbers.pick(SIZES), numbers.pick([...SIZES, 255, 256, 257, 600]), numbers.pick(SIZES)];
      const batch = numbers.pick([1, 1, 2, 3]);
      const [a, b] = [numbers.floats(batch * m * k), numbers.floats(batch * k * n)];
      const y = matmul(tensor(a, [batch, m, k]), tensor(b, [batch, k, n]));
      expect(y.shape).toEqual([batch, m, n]);
      expectClose(y.dataSync(), product(a, b, batch, m, k, n), 3e-6, `${batch} x ${m} x ${k} x ${n}`);
    }
  });

  test("reads either operand transposed", () => {
    const numbers = new Numbers(7);
    for (let trial = 0; trial < 60; trial++) {
      const [m, k, n] = [numbers.pick(SIZES), numbers.pick(SIZES), numbers.pick(SIZES)];
      const batch = numbers.int(1, 3);
      const [a, b] = [numbers.floats(batch * m * k), numbers.floats(batch * k * n)];
      const plain = matmulAt(tensor(a, [batch, m, k]), tensor(b, [batch, k, n])).dataSync();
      expectClose(plain, product(a, b, batch, m, k, n), 3e-6);
      const at = tensor(turned(a, batch, m, k), [batch, k, m]);
      const bt = tensor(turned(b, batch, k, n), [batch, n, k]);
      const note = `${batch} x ${m} x ${k} x ${n}`;
      expect(matmulAt(at, tensor(b, [batch, k, n]), true, false).dataSync(), `${note} TN`).toEqual(plain);
      expect(matmulAt(tensor(a, [batch, m, k]), bt, false, true).dataSync(), `${note} NT`).toEqual(plain);
      expect(matmulAt(at, bt, true, true).dataSync(), `${note} TT`).toEqual(plain);
    }
  });

  test("a long product of few rows and columns is work for several threads", () => {
    const numbers = new Numbers(9);
    const sizes: readonly [number, number][] = [
      [8, 16],
      [9, 17],
      [32, 32],
      [64, 64],
      [65, 40],
      [5, 130],
      [4, 130],
    ];
    for (const [m, n] of sizes) {
      const k = 4200;
      const [a, b] = [numbers.floats(m * k), numbers.floats(k * n)];
      const y = matmulAt(tensor(turned(a, 1, m, k), [1, k, m]), tensor(b, [1, k, n]), true, false);
      expect(matmulOp.lower!(asOpNode(y)!).units, `${m} x ${n}`).toBeGreaterThan(1);
      const whole = y.dataSync();
      expectClose(whole, product(a, b, 1, m, k, n), 3e-5, `${m} x ${n}`);
      // Among many rows units are larger; the bits are the same.
      const rows = new Float32Array(1024 * k);
      rows.set(a);
      const among = matmulAt(tensor(rows, [1, 1024, k]), tensor(b, [1, k, n])).dataSync();
      expect(among.slice(0, m * n), `${m} x ${n}`).toEqual(whole);
    }
  });

  test("takes vectors and broadcasts leading axes as NumPy does", () => {
    const numbers = new Numbers(8);
    const cases: readonly [number[], number[], number[]][] = [
      [[5], [5], []],
      [[5], [5, 3], [3]],
      [[4, 5], [5], [4]],
      [[5], [2, 5, 3], [2, 3]],
      [[2, 4, 5], [5], [2, 4]],
      [
        [2, 4, 5],
        [5, 3],
        [2, 4, 3],
      ],
      [
        [4, 5],
        [2, 5, 3],
        [2, 4, 3],
      ],
      [
        [2, 1, 4, 5],
        [3, 5, 2],
        [2, 3, 4, 2],
      ],
      [
        [3, 1, 4, 5],
        [1, 2, 5, 2],
        [3, 2, 4, 2],
      ],
      [
        [0, 4, 5],
        [5, 2],
        [0, 4, 2],
      ],
      [
        [4, 0],
        [0, 3],
        [4, 3],
      ],
    ];
    for (const [p, q, shape] of cases) {
      const [a, b] = [numbers.floats(sizeOf(p)), numbers.floats(sizeOf(q))];
      const y = matmul(tensor(a, p), tensor(b, q));
      expect(y.shape, `[${p}] with [${q}]`).toEqual(shape);
      const [pa, qa] = [p.length === 1 ? [1, ...p] : p, q.length === 1 ? [...q, 1] : q];
      const [m, k, n] = [pa.at(-2)!, pa.at(-1)!, qa.at(-1)!];
      const rank = Math.max(pa.length, qa.length) - 2;
      const lead = Array.from({ length: rank }, (_, i) =>
        Math.max(pa[pa.length - 2 - rank + i] ?? 1, qa[qa.length - 2 - rank + i] ?? 1),
      );
      if (p.includes(0)) {
        expect([...y.dataSync()]).toEqual(Array(sizeOf(shape)).fill(0));
        continue;
      }
      const wide = (x: Float32Array, own: number[], r: number, c: number): number[] =>
        broadcastIndex([...own.slice(0, -2), r, c], [...lead, r, c]).map((i) => x[i]!);
      expectClose(
        y.dataSync(),
        product(wide(a, pa, m, k), wide(b, qa, k, n), sizeOf(lead), m, k, n),
        3e-6,
        `[${p}] with [${q}]`,
      );
    }
    expect(() => matmul(tensor([1, 2, 3]), tensor([[1], [2]]))).toThrow(/does not match/);
    expect(() => matmul(tensor(1), tensor([1]))).toThrow(/at least one axis/);
  });

  test("keeps the bits of a row whatever stands beside it: packed, unpacked, alone or in a crowd", () => {
    const numbers = new Numbers(9);
    for (const [k, n] of [
      [7, 5],
      [64, 16],
      [300, 33],
      [513, 8],
    ] as const) {
      // Beyond 48 rows the second operand is packed.
      const a = numbers.floats(130 * k);
      const b = tensor(numbers.floats(k * n), [k, n]);
      const all = matmul(tensor(a, [130, k]), b).dataSync();
      for (const [from, count] of [
        [0, 1],
        [3, 1],
        [129, 1],
        [5, 2],
        [7, 3],
        [60, 47],
        [60, 49],
        [1, 129],
      ] as const) {
        const some = matmul(tensor(a.slice(from * k, (from + count) * k), [count, k]), b).dataSync();
        expect(some, `rows ${from} to ${from + count} of k ${k}`).toEqual(all.slice(from * n, (from + count) * n));
      }
    }
  });

  test("keeps the bits of a single row, whose columns are taken in wider tiles", () => {
    const numbers = new Numbers(14);
    for (const k of [1, 5, 256, 257, 600]) {
      for (const n of [1, 7, 8, 31, 32, 33, 64, 100]) {
        const [a, b] = [numbers.floats(5 * k), numbers.floats(k * n)];
        const plain = tensor(b, [1, k, n]);
        const packed = tensor(turned(b, 1, k, n), [1, n, k]);
        const all = matmulAt(tensor(a, [1, 5, k]), plain).dataSync();
        expectClose(all, product(a, b, 1, 5, k, n), 3e-6);
        expect(matmulAt(tensor(a, [1, 5, k]), packed, false, true).dataSync(), `5 x ${k} x ${n} packed`).toEqual(all);
        for (const i of [0, 4]) {
          const row = tensor(a.slice(i * k, i * k + k), [1, 1, k]);
          const wanted = all.slice(i * n, i * n + n);
          expect(matmulAt(row, plain).dataSync(), `row ${i} x ${k} x ${n}`).toEqual(wanted);
          expect(matmulAt(row, packed, false, true).dataSync(), `row ${i} x ${k} x ${n} packed`).toEqual(wanted);
          const column = tensor(a.slice(i * k, i * k + k), [1, k, 1]);
          expect(matmulAt(column, plain, true, false).dataSync(), `column ${i} x ${k} x ${n}`).toEqual(wanted);
        }
      }
    }
  });

  test("never loses a NaN and adds infinities up", () => {
    const a = new Float32Array(6).fill(1);
    a[4] = Number.NaN;
    const y = matmul(tensor(a, [2, 3]), tensor(new Float32Array(27).fill(0), [3, 9])).dataSync();
    expect([...y].map(Number.isNaN)).toEqual([...Array(9).fill(false), ...Array(9).fill(true)]);
    expect(matmul(tensor([Number.POSITIVE_INFINITY, 1]), tensor([1, 1])).dataSync()[0]).toBe(Number.POSITIVE_INFINITY);
  });

  test("leaves its operands alone and takes one twice", () => {
    const numbers = new Numbers(10);
    const values = numbers.floats(60 * 60);
    const x = tensor(values, [60, 60]);
    expectClose(matmul(x, x).dataSync(), product(values, values, 1, 60, 60, 60), 3e-6);
    expect(x.dataSync()).toEqual(values);
  });

  test("has gradients, and their gradients, whichever operand is transposed", () => {
    const numbers = new Numbers(11);
    for (const ta of [false, true]) {
      for (const tb of [false, true]) {
        for (const [batch, m, k, n] of [
          [1, 3, 5, 9],
          [2, 4, 3, 2],
          [1, 50, 3, 4],
        ] as const) {
          const inputs = [
            { shape: ta ? [batch, k, m] : [batch, m, k], values: numbers.floats(batch * m * k) },
            { shape: tb ? [batch, n, k] : [batch, k, n], values: numbers.floats(batch * k * n) },
          ];
          const straight = (x: Float64Array, rows: number, columns: number, turn: boolean): Float64Array =>
            turn ? (turned(x as unknown as Float32Array, batch, columns, rows) as unknown as Float64Array) : x;
          checkGradients(
            numbers,
            (a, b) => matmulAt(a, b, ta, tb),
            (a, b) => product(straight(a!, m, k, ta), straight(b!, k, n, tb), batch, m, k, n),
            inputs,
            { second: true, h: 1e-2, tolerance: 1e-3 },
          );
        }
      }
    }
  });

  test("has gradients through broadcast batches and vectors", () => {
    const numbers = new Numbers(12);
    checkGradients(
      numbers,
      (a, b) => matmul(a, b),
      (a, b) =>
        product(
          broadcastIndex([1, 4, 3], [2, 4, 3]).map((i) => a![i]!),
          b!,
          2,
          4,
          3,
          2,
        ),
      [
        { shape: [4, 3], values: numbers.floats(12) },
        { shape: [2, 3, 2], values: numbers.floats(12) },
      ],
      { second: true },
    );
    checkGradients(
      numbers,
      (a, b) => dot(a, b),
      (a, b) => product(a!, b!, 1, 1, 5, 1),
      [
        { shape: [5], values: numbers.floats(5) },
        { shape: [5], values: numbers.floats(5) },
      ],
      { second: true },
    );
  });
});

describe("dot", () => {
  test("meets the last axis of the first with the second last of the other, as NumPy", () => {
    const numbers = new Numbers(13);
    const [a, b] = [numbers.floats(2 * 3 * 4), numbers.floats(5 * 4 * 6)];
    const y = dot(tensor(a, [2, 3, 4]), tensor(b, [5, 4, 6]));
    expect(y.shape).toEqual([2, 3, 5, 6]);
    const wanted: number[] = [];
    for (let r = 0; r < 6; r++)
      for (let c = 0; c < 5; c++)
        for (let j = 0; j < 6; j++)
          wanted.push([0, 1, 2, 3].reduce((sum, t) => sum + a[r * 4 + t]! * b[(c * 4 + t) * 6 + j]!, 0));
    expectClose(y.dataSync(), wanted, 1e-6);
    expect(dot(tensor(2), tensor([1, 3])).arraySync()).toEqual([2, 6]);
  });
});
