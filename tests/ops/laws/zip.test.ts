/** Laws of the kind "zip", for every op of it. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { transpose } from "../../../ts/ops/transpose";
import { broadcastIndex, checkGradients, expectNear, LENGTHS, Numbers, near, sizeOf, ZIPS } from "./support";

/** Pairs of shapes: every way an operand can lie over the result, on either side. */
const LAYOUTS: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[], []],
  [[7, 9, 11], []],
  [[7, 9, 11], [1]],
  [[7, 9, 11], [11]],
  [
    [7, 9, 11],
    [9, 11],
  ],
  [
    [7, 9, 11],
    [9, 1],
  ],
  [
    [7, 9, 11],
    [7, 1, 1],
  ],
  [
    [7, 9, 11],
    [7, 9, 1],
  ],
  [
    [7, 9, 11],
    [7, 1, 11],
  ],
  [
    [7, 9, 11],
    [1, 9, 1],
  ],
  [
    [7, 1, 11],
    [1, 9, 1],
  ],
  [[7, 1], [9]],
  [
    [1, 600],
    [3, 1],
  ],
  [
    [2, 1, 3, 1, 5],
    [4, 1, 6, 1],
  ],
  [[1, 1, 5], [5]],
];

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, -2, 3.4e38];

describe.each(ZIPS)("%s", (_name, fn) => {
  const { spec } = fn;
  const ulps = spec.ulps ?? 0.5;
  const whole = spec.on === "int";
  const of = (x: Float32Array, shape: readonly number[] = [x.length]) =>
    whole ? tensor(Int32Array.from(x), shape) : tensor(x, shape);
  const numbers = new Numbers(2);
  /** Between two sample pairs, so that each lies in the domain. */
  const pair = (): [number, number] => {
    const [p, q] = [numbers.pick(spec.samples), numbers.pick(spec.samples)];
    const t = spec.on === "bool" || whole || numbers.next() < 0.4 ? 0 : numbers.next();
    return [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
  };
  const columns = (length: number): [Float32Array, Float32Array] => {
    const pairs = Array.from({ length }, pair);
    return [Float32Array.from(pairs, (p) => p[0]), Float32Array.from(pairs, (p) => p[1])];
  };
  /** Any element may meet any other: shapes broadcast, so operands are drawn where all of them fit. */
  const apart = (length: number, side: 0 | 1): Float32Array =>
    Float32Array.from({ length }, () => numbers.pick(spec.samples)[side]);
  const exact = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
    Array.from(a, (v, i) => spec.reference(v, b[i]!));

  test("follows the float64 reference at every length", () => {
    for (const length of LENGTHS) {
      const [a, b] = columns(length);
      const inputs = [of(a), of(b)] as const;
      expectNear(fn(...inputs).dataSync(), exact(a, b), ulps, `length ${length}`);
      expect([...inputs[0].dataSync()], "the first input is unchanged").toEqual([...a]);
      expect([...inputs[1].dataSync()], "the second input is unchanged").toEqual([...b]);
    }
  });

  test("broadcasts operands in every layout, on both sides", () => {
    for (const [p, q] of LAYOUTS) {
      for (const [one, two] of [
        [p, q],
        [q, p],
      ] as const) {
        const [a, b] = [apart(sizeOf(one), 0), apart(sizeOf(two), 1)];
        const y = fn(of(a, one), of(b, two));
        const note = `[${one}] with [${two}]`;
        const rank = Math.max(one.length, two.length);
        const shape = Array.from({ length: rank }, (_, i) => {
          const [m, n] = [one[i - rank + one.length] ?? 1, two[i - rank + two.length] ?? 1];
          return m === 1 ? n : m;
        });
        expect(y.shape, note).toEqual(shape);
        const [ia, ib] = [broadcastIndex(one, shape), broadcastIndex(two, shape)];
        expectNear(
          y.dataSync(),
          exact(
            ia.map((i) => a[i]!),
            ib.map((i) => b[i]!),
          ),
          ulps,
          note,
        );
      }
    }
  });

  test("takes transposed operands and one tensor twice", () => {
    const [a, b] = columns(35);
    const turn = (x: Float32Array): number[] =>
      Array.from({ length: 35 }, (_, i) => x[(i % 5) * 7 + Math.floor(i / 5)]!);
    const y = fn(transpose(of(a, [5, 7])), transpose(of(b, [5, 7])));
    expectNear(y.dataSync(), exact(turn(a), turn(b)), ulps);
    const x = of(b);
    expectNear(fn(x, x).dataSync(), exact(b, b), ulps);
  });

  test.runIf(spec.on !== "bool" && !whole)("keeps NaN, infinities and zeros as the reference has them", () => {
    for (const a of SPECIAL) {
      const y = fn(tensor(new Float32Array(SPECIAL.length).fill(a)), tensor(Float32Array.from(SPECIAL))).dataSync();
      SPECIAL.forEach((b, i) => {
        let wanted = spec.reference(Math.fround(a), Math.fround(b));
        // IEEE 754 has pow(1, anything) = 1 and pow(-1, infinity) = 1, as Keras; JavaScript does not.
        if (Number.isNaN(wanted) && spec.reference(1, 2) === 1 && spec.reference(2, 3) === 8 && a === 1) wanted = 1;
        if (!near(y[i]!, wanted, Math.max(ulps, 0.5))) expect.fail(`f(${a}, ${b}) = ${y[i]}, not ${wanted}`);
      });
    }
  });

  test.runIf(spec.on === "number" || whole)("computes whole numbers as whole numbers", () => {
    const formula = spec.whole ?? ((a: number, b: number): number => spec.reference(a, b) | 0);
    const a = Int32Array.from({ length: 513 }, () => numbers.int(-30000, 30000));
    const b = Int32Array.from({ length: 513 }, (_, i) => (i % 3 ? numbers.int(-30000, 30000) : a[i]!));
    const y = fn(tensor(a), tensor(b));
    expect(y.dtype).toBe(spec.truth ? "bool" : "int32");
    expect([...y.dataSync()]).toEqual(Array.from(a, (v, i) => formula(v, b[i]!)));
    const row = fn(tensor(a.subarray(0, 12), [3, 4]), tensor(b.subarray(0, 3), [3, 1]));
    expect([...row.dataSync()]).toEqual(Array.from({ length: 12 }, (_, i) => formula(a[i]!, b[Math.floor(i / 4)]!)));
    // With a float on one side it becomes a float computation.
    if (whole) expect(() => fn(tensor(a), tensor(Float32Array.from(b)))).toThrow("takes whole numbers only");
    else if (!spec.truth) expect(fn(tensor(a), tensor(Float32Array.from(b))).dtype).toBe("float32");
    expect(fn(tensor(a), 2).dtype).toBe(spec.truth ? "bool" : "int32");
  });

  test.runIf(spec.gradient)("has the gradients of its reference, and their gradients, through broadcasting", () => {
    const kink = spec.kink ?? (() => false);
    const fit = spec.samples.filter(([a, b]) => !kink(a, b) && !kink(a + 0.01, b) && !kink(a - 0.01, b));
    const [a, b] = [Float32Array.from(fit, (p) => p[0]), Float32Array.from(fit, (p) => p[1])];
    const shape = [fit.length];
    checkGradients(
      numbers,
      (x, y) => fn(x, y),
      (x, y) => exact(x!, y!),
      [
        { shape, values: a },
        { shape, values: b },
      ],
      {
        h: 1e-3,
        second: true,
        tolerance: 5e-4,
      },
    );
    for (const [p, q] of fit) {
      // One operand is repeated four times: its gradient is a sum.
      for (const side of [0, 1]) {
        const inputs = [
          { shape: side ? [4, 1] : [1, 1], values: new Float32Array(side ? 4 : 1).fill(p) },
          { shape: side ? [] : [4, 3], values: new Float32Array(side ? 1 : 12).fill(q) },
        ];
        checkGradients(
          numbers,
          (x, y) => fn(x, y),
          (x, y) =>
            Array.from({ length: side ? 4 : 12 }, (_, i) => spec.reference(x![side ? i : 0]!, y![side ? 0 : i]!)),
          inputs,
          { tolerance: 5e-4 },
        );
      }
    }
  });
});
