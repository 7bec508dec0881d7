/** The order of a program: effects after all readers, checks before the first write. */
import { describe, expect, test } from "vitest";
import { scalar, tensorFrom } from "../../ts/core/convert";
import type { Schedule } from "../../ts/core/device";
import type { Tensor } from "../../ts/core/tensor";
import { Trace, withTrace } from "../../ts/core/trace";
import { Variable } from "../../ts/core/variable";
import { WasmDevice } from "../../ts/engine/device";
import { differentiate } from "../../ts/graph/differentiate";
import { optimize, PASSES, type PassName } from "../../ts/graph/optimize";
import { schedule } from "../../ts/graph/schedule";
import { unview } from "../../ts/graph/walk";
import * as ops from "../../ts/ops/gen/table";
import { Numbers } from "../ops/laws/support";
import { input } from "./support";

const make = (...values: number[]): Variable => new Variable(tensorFrom("test", values));

function traced(body: () => Tensor[], inputs: Tensor[] = [], off: ReadonlySet<PassName> = new Set()): Schedule {
  const trace = new Trace();
  const outputs = withTrace(trace, body);
  const graph = { outputs, updates: trace.updates, assigns: new Map(trace.assigned) };
  return schedule(optimize(graph, off, new Map()), inputs, off);
}

const names = (made: Schedule): string[] =>
  made.steps.flatMap((step) =>
    ("group" in step ? step.group : [step.node]).map((x) => (x.source.kind === "op" ? x.source.op.name : "?")),
  );

/** Where in the schedule each variable is read and written; fails if a read stands behind a write. */
function checkOrder(made: Schedule): void {
  const written = new Set<Variable>();
  let writes = 0;
  for (const step of made.steps) {
    const nodes = "group" in step ? step.group : [step.node];
    for (const node of nodes) {
      if (node.source.kind !== "op") continue;
      const { op, inputs } = node.source;
      inputs.forEach((x, i) => {
        const base = unview(x).source;
        if (base.kind === "variable" && written.has(base.variable) && !op.writes?.includes(i)) {
          expect.fail(`${op.name} reads ${base.variable.name} after it was written`);
        }
      });
      if (op.checks && writes > 0) expect.fail(`${op.name} checks after a write`);
      for (const at of op.writes ?? []) {
        const base = inputs[at]!.source;
        if (base.kind === "variable") written.add(base.variable);
        writes++;
      }
      const assigned = made.assigns.get(node);
      if (assigned) {
        written.add(assigned);
        writes++;
      }
    }
  }
}

describe("an update", () => {
  test("runs after all readers of its variable, also those that stand later in the graph", () => {
    const v = make(1, 2, 3);
    const made = traced(() => {
      ops.sgd(v, tensorFrom("test", [1, 1, 1]), scalar(1));
      return [];
    });
    expect(names(made)).toEqual(["sgd"]);
    const w = make(1, 2, 3);
    const x = input(3);
    const order = names(
      traced(() => {
        const value = w.value;
        ops.sgd(w, ops.exp(x), scalar(1));
        return [ops.sum(ops.multiply(value, 2)), ops.sum(ops.tanh(x))];
      }, [x]),
    );
    expect(order.indexOf("sgd")).toBeGreaterThan(order.indexOf("multiply"));
    // What has nothing to do with it comes later.
    expect(order.indexOf("sgd")).toBeLessThan(order.lastIndexOf("sum"));
  });

  test("frees its gradient early: the arena of many layers does not hold all gradients", () => {
    const layers = Array.from(
      { length: 12 },
      () => new Variable(tensorFrom("test", new Float32Array(64 * 64).fill(0.01), [64, 64])),
    );
    const x = input(2, 64);
    const made = traced(() => {
      const weights = layers.map((v) => v.value);
      const y = weights.reduce((h, w) => ops.tanh(ops.matmul(h, w)), x);
      differentiate(ops.sum(y), weights).forEach((g, i) => {
        ops.sgd(layers[i]!, g!, scalar(0.1));
      });
      return [];
    }, [x]);
    checkOrder(made);
    const { memory } = new WasmDevice().compile(made);
    expect(memory.arena).toBeLessThan(6 * 64 * 64 * 4);
    expect(memory.unshared).toBeGreaterThan(12 * 64 * 64 * 4);
  });
});

describe("checks", () => {
  test("come before the first write, wherever they stand in the graph", () => {
    const [v, w] = [make(1, 2, 3), make(0, 0, 0)];
    const at = input(2);
    for (const off of [new Set<PassName>(), new Set<PassName>(PASSES)]) {
      const made = traced(
        () => {
          v.assign(ops.add(v, 1));
          ops.sgd(w, tensorFrom("test", [1, 1, 1]), scalar(1));
          const picked = ops.take(v, ops.cast(at, "int32"));
          return [ops.oneHot(ops.cast(picked, "int32"), 4, { checked: true })];
        },
        [at],
        off,
      );
      checkOrder(made);
      expect(names(made)).toContain("take");
      expect(names(made)).toContain("one_hot");
      expect(names(made)).toContain("sgd");
    }
  });
});

test("random programs read before they write, and lose no effect (seed 50)", () => {
  const numbers = new Numbers(50);
  for (let trial = 0; trial < 60; trial++) {
    const variables = Array.from({ length: 4 }, (_, i) => make(i, i + 1, i + 2, i + 3));
    const host = variables.map((v) => [...v.read()]);
    const start = host.map((x) => [...x]);
    const off = new Set(PASSES.filter(() => numbers.next() < 0.3));
    let effects = 0;
    // Values stay small whole numbers, so that every order of sums is exact.
    const made = traced(
      () => {
        const outputs: Tensor[] = [];
        const assigned = new Set<number>();
        for (let i = 0; i < numbers.int(2, 8); i++) {
          const [a, b, t] = [numbers.int(0, 3), numbers.int(0, 3), numbers.int(0, 3)];
          const kind = numbers.int(0, 3);
          const [x, y] = [variables[a]!.value, variables[b]!.value];
          const value = [
            () => ops.add(x, y),
            () => x,
            () => ops.sum(x, { axis: 0, keepdims: true }),
            () => ops.subtract(y, x),
          ][kind]!();
          const plain = [
            () => host[a]!.map((v, j) => v + host[b]![j]!),
            () => [...host[a]!],
            () => Array(4).fill(host[a]!.reduce((p, q) => p + q, 0)),
            () => host[b]!.map((v, j) => v - host[a]![j]!),
          ][kind]!();
          variables[t]!.assign(ops.broadcastTo(value, [4]));
          host[t] = plain;
          assigned.add(t);
          if (numbers.next() < 0.3) outputs.push(ops.multiply(variables[b]!.value, 2));
        }
        effects = assigned.size;
        return outputs;
      },
      [],
      off,
    );
    checkOrder(made);
    expect(made.assigns.size).toBe(effects);
    const device = new WasmDevice();
    device.compile(made).start([], 1).resume(Number.POSITIVE_INFINITY);
    expect(
      variables.map((v) => [...v.read()]),
      `trial ${trial} from ${JSON.stringify(start)}`,
    ).toEqual(host);
  }
});

test("an output that is only a variable shows its value before the update", () => {
  const v = make(1, 2);
  const made = traced(() => {
    const value = v.value;
    v.assign(ops.add(value, 10));
    return [value, ops.reshape(value, [2, 1]), v.value];
  });
  const program = new WasmDevice().compile(made);
  program.start([], 1).resume(Number.POSITIVE_INFINITY);
  expect([0, 1, 2].map((i) => [...program.output(i)])).toEqual([
    [1, 2],
    [1, 2],
    [11, 12],
  ]);
  expect([...v.read()]).toEqual([11, 12]);
});
