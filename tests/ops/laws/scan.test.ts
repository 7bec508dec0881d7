/** Laws of the kind "scan": recurrent layers against plain loops in float64. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { gradients } from "../../../ts/backend/gradients";
import type { Tensor } from "../../../ts/core/tensor";
import { gru } from "../../../ts/ops/gru";
import type { ScanOptions } from "../../../ts/ops/kinds/scan";
import { lstm } from "../../../ts/ops/lstm";
import { simpleRnn } from "../../../ts/ops/simple_rnn";
import { slice } from "../../../ts/ops/slice";
import { square } from "../../../ts/ops/square";
import { sum } from "../../../ts/ops/sum";
import { checkGradients, expectClose, type Input, Numbers, sizeOf, variableOf } from "./support";

type Rows = ArrayLike<number>;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** One step of one row: the next states from the input's part and the last states, h first. */
type Step = (z: number[], m: number[], states: number[][], bias: number[]) => number[][];

interface Cell {
  columns: number;
  states: number;
  biased: boolean;
  step: Step;
  run(z: Tensor, kernel: Tensor, bias: Tensor | undefined, options: ScanOptions): Tensor;
}

const CELLS: Record<string, Cell> = {
  lstm: {
    columns: 4,
    states: 2,
    biased: false,
    step: (z, m, [, c]) => {
      const units = c!.length;
      const at = (gate: number, j: number): number => z[gate * units + j]! + m[gate * units + j]!;
      const cell = c!.map((old, j) => sigmoid(at(1, j)) * old + sigmoid(at(0, j)) * Math.tanh(at(2, j)));
      return [cell.map((value, j) => sigmoid(at(3, j)) * Math.tanh(value)), cell];
    },
    run: (z, kernel, _bias, options) => lstm(z, kernel, options),
  },
  gru: {
    columns: 3,
    states: 1,
    biased: true,
    step: (z, m, [h], bias) => {
      const units = h!.length;
      const part = (gate: number, j: number): number => m[gate * units + j]! + (bias[gate * units + j] ?? 0);
      return [
        h!.map((old, j) => {
          const update = sigmoid(z[j]! + part(0, j));
          const reset = sigmoid(z[units + j]! + part(1, j));
          return update * old + (1 - update) * Math.tanh(z[2 * units + j]! + reset * part(2, j));
        }),
      ];
    },
    run: (z, kernel, bias, options) => gru(z, kernel, bias, options),
  },
  simple_rnn: {
    columns: 1,
    states: 1,
    biased: false,
    step: (z, m) => [z.map((value, j) => Math.tanh(value + m[j]!))],
    run: (z, kernel, _bias, options) => simpleRnn(z, kernel, options),
  },
};

interface Case {
  batch: number;
  steps: number;
  units: number;
  reverse: boolean;
  bias: boolean;
  state: boolean;
  mask: number[] | undefined;
}

function draw(numbers: Numbers, cell: Cell): Case {
  const [batch, steps, units] = [numbers.int(1, 9), numbers.int(1, 6), numbers.pick([1, 2, 3, 4, 5, 7, 8, 9, 16, 17])];
  const masked = numbers.next() < 0.5;
  return {
    batch,
    steps,
    units,
    reverse: numbers.next() < 0.5,
    bias: cell.biased && numbers.next() < 0.5,
    state: numbers.next() < 0.5,
    mask: masked ? Array.from({ length: batch * steps }, () => (numbers.next() < 0.6 ? 1 : 0)) : undefined,
  };
}

/** All states of all steps, h before c: [batch, steps, states * units]. */
function naive(cell: Cell, c: Case, z: Rows, kernel: Rows, bias: Rows, first: readonly Rows[]): Float64Array {
  const { batch, steps, units } = c;
  const width = cell.columns * units;
  const out = new Float64Array(batch * steps * cell.states * units);
  const row = (x: Rows | undefined, i: number, size: number): number[] =>
    Array.from({ length: size }, (_, j) => (x ? x[i * size + j]! : 0));
  for (let b = 0; b < batch; b++) {
    let states = Array.from({ length: cell.states }, (_, i) => row(first[i], b, units));
    for (let s = 0; s < steps; s++) {
      const t = c.reverse ? steps - 1 - s : s;
      const m = Array.from({ length: width }, (_, n) =>
        states[0]!.reduce((total, h, k) => total + h * kernel[k * width + n]!, 0),
      );
      if (!c.mask || c.mask[b * steps + t])
        states = cell.step(row(z, b * steps + t, width), m, states, [...Array.from(bias)]);
      out.set(states.flat(), (b * steps + t) * cell.states * units);
    }
  }
  return out;
}

function inputsOf(numbers: Numbers, cell: Cell, c: Case): Input[] {
  const input = (...shape: number[]): Input => ({ shape, values: numbers.floats(sizeOf(shape)) });
  const columns = cell.columns * c.units;
  return [
    input(c.batch, c.steps, columns),
    input(c.units, columns),
    ...(c.bias ? [input(columns)] : []),
    ...(c.state ? Array.from({ length: cell.states }, () => input(c.batch, c.units)) : []),
  ];
}

/** The states alone, from tensors in the order of `inputsOf`. */
function run(cell: Cell, c: Case, tensors: readonly Tensor[]): Tensor {
  const [z, kernel, ...rest] = tensors as [Tensor, Tensor, ...Tensor[]];
  const bias = c.bias ? rest.shift() : undefined;
  const mask = c.mask && tensor(c.mask, [c.batch, c.steps], "bool");
  const all = cell.run(z, kernel, bias, { states: c.state ? rest : undefined, mask, reverse: c.reverse });
  return slice(all, [0, 0, 0], [c.batch, c.steps, cell.states * c.units]);
}

function exactly(cell: Cell, c: Case, values: readonly Rows[]): Float64Array {
  const [z, kernel, ...rest] = values as [Rows, Rows, ...Rows[]];
  const bias = c.bias ? rest.shift()! : [];
  return naive(cell, c, z, kernel, bias, rest);
}

describe.each(Object.entries(CELLS))("%s", (name, cell) => {
  test("follows plain loops, and its gradients differences, over random cases (seed 30)", () => {
    const numbers = new Numbers(30);
    for (let trial = 0; trial < 40; trial++) {
      const c = draw(numbers, cell);
      const inputs = inputsOf(numbers, cell, c);
      const values = inputs.map((input) => input.values);
      const y = run(
        cell,
        c,
        inputs.map(({ values, shape }) => tensor(values, shape)),
      );
      expectClose(y.dataSync(), exactly(cell, c, values), 2e-6, `${name} ${JSON.stringify(c)}`);
      checkGradients(
        numbers,
        (...xs) => run(cell, c, xs),
        (...xs) => exactly(cell, c, xs),
        inputs,
      );
    }
  });

  test("follows plain loops for states of every width, masked and from a first state or not", () => {
    const numbers = new Numbers(33);
    for (const units of [1, 3, 5, 8, 33]) {
      for (const batch of [1, 5]) {
        for (const bits of [0, 1, 2, 3, 4, 7]) {
          const [state, masked, reverse] = [(bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0];
          const mask = masked ? Array.from({ length: batch * 4 }, (_, i) => (i % 3 ? 1 : 0)) : undefined;
          const c: Case = { batch, steps: 4, units, reverse, bias: cell.biased, state, mask };
          const inputs = inputsOf(numbers, cell, c);
          const tensors = inputs.map(({ values, shape }) => tensor(values, shape));
          const exact = exactly(
            cell,
            c,
            inputs.map(({ values }) => values),
          );
          expectClose(run(cell, c, tensors).dataSync(), exact, 2e-6, `${name} ${JSON.stringify(c)}`);
        }
      }
    }
  });

  test("keeps the bits of a row whatever stands beside it", () => {
    const numbers = new Numbers(31);
    const c: Case = { batch: 7, steps: 5, units: 6, reverse: false, bias: cell.biased, state: true, mask: undefined };
    const inputs = inputsOf(numbers, cell, c);
    const shared = c.bias ? 3 : 2;
    const all = run(
      cell,
      c,
      inputs.map(({ values, shape }) => tensor(values, shape)),
    ).dataSync();
    const size = all.length / c.batch;
    for (let row = 0; row < c.batch; row++) {
      const own = inputs.map(({ values, shape }, i) => {
        if (i > 0 && i < shared) return tensor(values, shape);
        const part = values.length / c.batch;
        return tensor(values.slice(row * part, row * part + part), [1, ...shape.slice(1)]);
      });
      const alone = run(cell, { ...c, batch: 1 }, own).dataSync();
      expect(alone).toEqual(all.slice(row * size, row * size + size));
    }
  });

  test("says that it has no gradients of gradients", () => {
    const numbers = new Numbers(32);
    const c: Case = { batch: 2, steps: 3, units: 2, reverse: false, bias: false, state: false, mask: undefined };
    const xs = inputsOf(numbers, cell, c).map(({ values, shape }) => variableOf(values, shape));
    const [g] = gradients(sum(square(run(cell, c, xs))), [xs[0]!]);
    expect(() => gradients(sum(square(g!)), [xs[0]!])).toThrow(`${name}: its kernel has no gradients of gradients`);
  });
});
