/** Sums over rows that are made with the group before them: the bits of a program without groups. */
import { describe, expect, test } from "vitest";
import { scalar, tensorFrom } from "../../ts/core/convert";
import type { Tensor } from "../../ts/core/tensor";
import { Trace, withTrace } from "../../ts/core/trace";
import { Variable } from "../../ts/core/variable";
import { WasmDevice } from "../../ts/engine/device";
import type { Graph } from "../../ts/graph/graph";
import { schedule } from "../../ts/graph/schedule";
import * as ops from "../../ts/ops/gen/table";
import { Numbers } from "../ops/laws/support";
import { input, only, runGraph } from "./support";

interface Made {
  graph: Graph;
  inputs: Tensor[];
  variables: Variable[];
}

const foldsOf = (graph: Graph, inputs: readonly Tensor[]): number =>
  schedule(graph, inputs, only("group")).steps.reduce(
    (sum, step) => sum + ("group" in step ? step.folds.length : 0),
    0,
  );

/** What a graph gives, and its variables hold, with groups and without. */
function both(make: () => Made, feeds: Float32Array[]): number[][][] {
  return [only(), only("group"), only("group", "inPlace")].map((off) => {
    const device = new WasmDevice({ inPlace: !off.has("inPlace") });
    const { graph, inputs, variables } = make();
    const { outputs } = runGraph(graph, inputs, feeds, off, device);
    return [...outputs, ...variables.map((v) => v.read())].map((values) => [...values]);
  });
}

function expectSame(runs: number[][][]): void {
  for (const run of runs.slice(1)) expect(run).toEqual(runs[0]);
}

describe("sums over rows", () => {
  test.each([4, 8, 12, 24, 64, 100, 128, 512])("of %i columns are those of their own kernel", (columns) => {
    const rows = 1024 + 37;
    const make = (): Made => {
      const [x, y] = [input(rows, columns), input(columns)];
      const product = ops.multiply(ops.subtract(x, y), x);
      const outputs = [
        ops.sum(product, { axis: 0 }),
        ops.sum(ops.relu(x), { axis: 0, keepdims: true }),
        ops.tanh(product),
      ];
      return { graph: { outputs, updates: [], assigns: new Map() }, inputs: [x, y], variables: [] };
    };
    const { graph, inputs } = make();
    expect(foldsOf(graph, inputs)).toBeGreaterThan(0);
    const numbers = new Numbers(columns);
    expectSame(both(make, [numbers.floats(rows * columns), numbers.floats(columns)]));
  });

  test("what needs the sum comes behind it: also what has the shape of the group", () => {
    const make = (): Made => {
      const x = input(2048, 8);
      const y = ops.exp(x);
      const outputs = [ops.subtract(y, ops.sum(y, { axis: 0, keepdims: true })), ops.multiply(y, 2)];
      return { graph: { outputs, updates: [], assigns: new Map() }, inputs: [x], variables: [] };
    };
    expectSame(both(make, [new Numbers(1).floats(2048 * 8)]));
  });

  test("of several widths, beside vectors that are laid over rows of others (seed 61)", () => {
    const numbers = new Numbers(61);
    for (let round = 0; round < 60; round++) {
      const widths = [4, 8, 12, 16, 20, 24, 28, 36, 48, 56, 60, 63, 64, 72, 84, 96, 100, 120, 126, 128, 252, 504, 512];
      const size = 2048 * 504;
      const parts = [0, 1, 2].map(
        () => widths.filter((w) => size % w === 0)[numbers.int(0, widths.filter((w) => size % w === 0).length - 1)]!,
      );
      const make = (): Made => {
        const x = input(size);
        const vectors = parts.map((width) => input(width));
        let y: Tensor = x;
        const outputs: Tensor[] = [];
        parts.forEach((width, i) => {
          y = ops.tanh(ops.add(ops.reshape(y, [size / width, width]), vectors[i]!));
          if (width % 4 === 0) outputs.push(ops.sum(y, { axis: 0 }));
        });
        const whole = ops.sum(ops.multiply(ops.reshape(y, [size / 8, 8]), 2), { axis: 0 });
        return {
          graph: { outputs: [...outputs, whole, y], updates: [], assigns: new Map() },
          inputs: [x, ...vectors],
          variables: [],
        };
      };
      const feeds = [numbers.floats(size), ...parts.map((width) => numbers.floats(width))];
      const [first, ...others] = [only(), only("group")].map((off) => {
        const { graph, inputs } = make();
        return runGraph(graph, inputs, feeds, off).outputs;
      });
      for (const other of others) {
        other.forEach((values, i) => {
          const at = values.findIndex((value, j) => !Object.is(value, first![i]![j]));
          expect(at, `widths ${parts}, output ${i}`).toBe(-1);
        });
      }
    }
  });

  test("random programs with updates by such sums (seed 60)", () => {
    const numbers = new Numbers(60);
    let folds = 0;
    for (let round = 0; round < 40; round++) {
      const feeds = [numbers.floats(1100 * 8), numbers.floats(1100 * 8)];
      const choices = Array.from({ length: 14 }, () => [0, 0, 0, 0].map((_, i) => numbers.int(0, [6, 5, 5, 2][i]!)));
      const make = (): Made => {
        const inputs = [input(1100, 8), input(1100, 8)];
        const variables = [1, 2, 3].map((value) => new Variable(tensorFrom("test", new Float32Array(8).fill(value))));
        const trace = new Trace();
        const outputs = withTrace(trace, () => randomStep(choices, inputs, variables));
        return { graph: { outputs, updates: trace.updates, assigns: new Map(trace.assigned) }, inputs, variables };
      };
      const { graph, inputs } = make();
      folds += foldsOf(graph, inputs);
      expectSame(both(make, feeds));
    }
    expect(folds).toBeGreaterThan(20);
  });
});

/** A program of elementwise nodes over rows, sums of them, what needs the sums, and updates by them. */
function randomStep(choices: readonly number[][], inputs: readonly Tensor[], variables: readonly Variable[]): Tensor[] {
  const pool = [...inputs];
  const sums: Tensor[] = [];
  const written = new Set<Variable>();
  for (const [kind, a, b, v] of choices as [number, number, number, number][]) {
    const [x, y] = [pool.at(-1 - (a % pool.length))!, pool.at(-1 - (b % pool.length))!];
    const variable = variables[v]!;
    const sum = sums.at(-1);
    if (kind === 0) pool.push(multiply(x, y));
    else if (kind === 1 && !written.has(variable)) pool.push(ops.tanh(ops.add(x, variable.value)));
    else if (kind === 2) sums.push(ops.sum(x, { axis: 0 }));
    else if (kind === 3 && sum) pool.push(ops.subtract(x, ops.divide(sum, 1100)));
    else if (kind === 4 && sum) pool.push(ops.add(x, ops.tanh(sum)));
    else if (kind === 5 && sum && !written.has(variable)) {
      written.add(variable);
      ops.sgd(variable, sum, scalar(1e-3));
    } else pool.push(ops.relu(ops.subtract(x, y)));
  }
  return [pool.at(-1)!, ...sums.slice(-2)];
}

/** Bounded, so that no program overflows. */
const multiply = (x: Tensor, y: Tensor): Tensor => ops.tanh(ops.multiply(x, y));
