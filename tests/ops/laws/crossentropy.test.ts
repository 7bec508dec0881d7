/** Cross-entropies against float64, clipping and gradients included. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import * as ops from "../../../ts/ops/gen/table";
import { checkGradients, expectClose, Numbers, variableOf } from "./support";

const EPSILON = 1e-7;
const clip = (p: number): number => Math.min(1 - EPSILON, Math.max(EPSILON, p));

function logSoftmax(row: number[]): number[] {
  const top = Math.max(...row);
  const log = Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
  return row.map((x) => x - top - log);
}

/** Logs of the probabilities of each row, by Keras's rule. */
function logs(y: ArrayLike<number>, classes: number, fromLogits: boolean): number[] {
  const out: number[] = [];
  for (let i = 0; i < y.length; i += classes) {
    const row = Array.from({ length: classes }, (_, j) => y[i + j]!);
    const sum = row.reduce((a, b) => a + b, 0);
    out.push(...(fromLogits ? logSoftmax(row) : row.map((p) => Math.log(clip(p / sum)))));
  }
  return out;
}

function categorical(t: ArrayLike<number>, y: ArrayLike<number>, classes: number, fromLogits: boolean): number[] {
  const l = logs(y, classes, fromLogits);
  return Array.from({ length: y.length / classes }, (_, r) => {
    let sum = 0;
    for (let j = 0; j < classes; j++) sum -= t[r * classes + j]! * l[r * classes + j]!;
    return sum;
  });
}

const softened = (numbers: Numbers, rows: number, classes: number): Float32Array =>
  Float32Array.from({ length: rows * classes }, () => 0.1 + numbers.next());

describe.each([true, false])("with fromLogits %s", (fromLogits) => {
  const numbers = new Numbers(80);
  const outputs = (rows: number, classes: number): Float32Array =>
    fromLogits ? Float32Array.from(numbers.floats(rows * classes), (v) => v * 4) : softened(numbers, rows, classes);

  test("categoricalCrossentropy follows float64 for every number of classes, and axis", () => {
    for (const classes of [1, 2, 3, 4, 5, 10, 17, 1000]) {
      const [t, y] = [softened(numbers, 6, classes), outputs(6, classes)];
      const loss = ops.categoricalCrossentropy(tensor(t, [2, 3, classes]), tensor(y, [2, 3, classes]), { fromLogits });
      expect(loss.shape).toEqual([2, 3]);
      // Of one class only the clipping is left: float32 has 1 - 1.19e-7 there.
      if (classes === 1 && !fromLogits) expect(loss.dataSync().every((v) => v >= 0 && v < 2e-7)).toBe(true);
      if (classes === 1 && !fromLogits) continue;
      expectClose(loss.dataSync(), categorical(t, y, classes, fromLogits), 2e-6, `${classes} classes`);
      const first = ops.categoricalCrossentropy(
        ops.transpose(tensor(t, [6, classes])),
        ops.transpose(tensor(y, [6, classes])),
        { fromLogits, axis: 0 },
      );
      expectClose(first.dataSync(), categorical(t, y, classes, fromLogits), 2e-6);
    }
  });

  test("sparseCategoricalCrossentropy follows float64, labels with or without a last axis of 1", () => {
    for (const classes of [2, 3, 5, 17]) {
      const labels = Int32Array.from({ length: 6 }, () => numbers.int(0, classes - 1));
      const y = outputs(6, classes);
      const hot = Float32Array.from({ length: 6 * classes }, (_, i) =>
        labels[Math.floor(i / classes)] === i % classes ? 1 : 0,
      );
      const wanted = categorical(hot, y, classes, fromLogits);
      for (const shape of [[6], [6, 1]]) {
        const loss = ops.sparseCategoricalCrossentropy(tensor(labels, shape), tensor(y, [6, classes]), { fromLogits });
        expect(loss.shape).toEqual([6]);
        expectClose(loss.dataSync(), wanted, 2e-6);
      }
      checkGradients(
        numbers,
        (a) => ops.sparseCategoricalCrossentropy(tensor(labels), a, { fromLogits }),
        (a) => categorical(hot, a!, classes, fromLogits),
        [{ shape: [6, classes], values: y }],
        { second: classes < 6 },
      );
    }
  });

  test("has gradients by target and output, and their gradients", () => {
    const [t, y] = [softened(numbers, 3, 4), outputs(3, 4)];
    checkGradients(
      numbers,
      (a, b) => ops.categoricalCrossentropy(a, b, { fromLogits }),
      (a, b) => categorical(a!, b!, 4, fromLogits),
      [
        { shape: [3, 4], values: t },
        { shape: [3, 4], values: y },
      ],
      { second: true },
    );
  });

  test("binaryCrossentropy follows float64 element by element, with gradients", () => {
    const t = Float32Array.from({ length: 17 }, () => numbers.next());
    const y = Float32Array.from({ length: 17 }, () =>
      fromLogits ? numbers.next() * 20 - 10 : 0.02 + 0.96 * numbers.next(),
    );
    const exact = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
      Array.from(b, (v, i) => {
        if (fromLogits) return Math.max(v, 0) - v * a[i]! + Math.log1p(Math.exp(-Math.abs(v)));
        return -(a[i]! * Math.log(clip(v)) + (1 - a[i]!) * Math.log(1 - clip(v)));
      });
    expectClose(ops.binaryCrossentropy(tensor(t), tensor(y), { fromLogits }).dataSync(), exact(t, y), 1e-6);
    checkGradients(
      numbers,
      (a, b) => ops.binaryCrossentropy(a, b, { fromLogits }),
      (a, b) => exact(a!, b!),
      [
        { shape: [17], values: t },
        { shape: [17], values: y },
      ],
    );
  });
});

test("probabilities 0 and 1 are clipped: the loss stays finite", () => {
  const most = -Math.log(EPSILON);
  expect(ops.binaryCrossentropy([1, 0, 1, 0], [0, 1, 1, 0]).dataSync()[0]).toBeCloseTo(most, 3);
  const sharp = ops.binaryCrossentropy([1, 0, 1, 0], [0, 1, 1, 0]).dataSync();
  expect([...sharp].every((v) => Number.isFinite(v) && v >= 0 && v < 16.2)).toBe(true);
  expect(ops.categoricalCrossentropy([[0, 1]], [[1, 0]]).dataSync()[0]).toBeCloseTo(most, 3);
  expect(ops.sparseCategoricalCrossentropy(tensor(Int32Array.of(1)), [[1, 0]]).dataSync()[0]).toBeCloseTo(most, 3);
});

test("large logits neither overflow nor lose the gradient", () => {
  for (const size of [50, 1000, 1e5]) {
    const logits = variableOf(Float32Array.of(size, 0, -size), [1, 3]);
    const loss = ops.sparseCategoricalCrossentropy(tensor(Int32Array.of(2)), logits, { fromLogits: true });
    expect(loss.dataSync()[0]).toBeCloseTo(2 * size, 0);
    const [g] = gradients(loss, [logits]);
    expectClose(g!.dataSync(), [1, 0, -1], 1e-6);
    const logit = variableOf(Float32Array.of(-size), [1]);
    const binary = ops.binaryCrossentropy([1], logit, { fromLogits: true });
    expect(binary.dataSync()[0]).toBeCloseTo(size, 0);
    expectClose(gradients(binary, [logit])[0]!.dataSync(), [-1], 1e-6);
  }
});

test("a NaN output is a NaN loss", () => {
  for (const fromLogits of [true, false]) {
    expect(ops.categoricalCrossentropy([[0, 1]], [[Number.NaN, 1]], { fromLogits }).dataSync()[0]).toBeNaN();
    expect(
      ops.sparseCategoricalCrossentropy(tensor(Int32Array.of(1)), [[Number.NaN, 1]], { fromLogits }).dataSync()[0],
    ).toBeNaN();
    expect(ops.binaryCrossentropy([1], [Number.NaN], { fromLogits }).dataSync()[0]).toBeNaN();
  }
});

test("shapes that do not match are an error that says so", () => {
  expect(() => ops.categoricalCrossentropy([1, 0], [[1, 0]])).toThrow(/differ in shape/);
  expect(() => ops.sparseCategoricalCrossentropy(tensor(Int32Array.of(1, 2)), [[1, 0]])).toThrow(/do not match/);
  expect(() => ops.binaryCrossentropy([1], [1, 0])).toThrow(/differ/);
});
