/** Elementwise groups: what joins, what must not, and that values agree. */
import { describe, expect, test } from "vitest";
import { MAX_SLOTS } from "../../assembly/layout";
import { tensorFrom } from "../../ts/core/convert";
import type { Tensor } from "../../ts/core/tensor";
import { Trace, withTrace } from "../../ts/core/trace";
import { Variable } from "../../ts/core/variable";
import { WasmDevice } from "../../ts/engine/device";
import { lower } from "../../ts/engine/lower";
import { schedule } from "../../ts/graph/schedule";
import * as ops from "../../ts/ops/gen/table";
import { expectClose, Numbers } from "../ops/laws/support";
import { graphOf, input, only, runGraph } from "./support";

const NONE = new Set<never>();

/** The steps of a graph: the sizes of groups, the names of single nodes. */
function steps(inputs: Tensor[], ...outputs: Tensor[]): (number | string)[] {
  return schedule(graphOf(...outputs), inputs, NONE).steps.map((step) =>
    "group" in step ? step.group.length : step.node.source.kind === "op" ? step.node.source.op.name : "?",
  );
}

/** Checks that grouped, in place and single nodes give the same bits. */
function agrees(seed: number, inputs: Tensor[], ...outputs: Tensor[]): void {
  const numbers = new Numbers(seed);
  const feeds = inputs.map((x) => numbers.floats(x.size));
  const graph = graphOf(...outputs);
  const plain = runGraph(graph, inputs, feeds, only()).outputs;
  for (const on of [["group"], ["inPlace"], ["group", "inPlace"]] as const) {
    expect(runGraph(graph, inputs, feeds, only(...on)).outputs, on.join()).toEqual(plain);
  }
}

test("a chain is one instruction", () => {
  const x = input(1100);
  const y = ops.tanh(ops.add(ops.multiply(ops.exp(x), 2), x));
  expect(steps([x], y)).toEqual([4]);
  agrees(1, [x], y);
});

test("a chain goes through views, and results in the middle are kept", () => {
  const x = input(6, 100);
  const a = ops.exp(x);
  const b = ops.tanh(ops.reshape(a, [100, 6]));
  const c = ops.add(ops.reshape(b, [600]), ops.reshape(a, [600]));
  expect(steps([x], c)).toEqual([3]);
  agrees(2, [x], c, a, ops.reshape(b, [6, 100]));
});

test("broadcast inputs of every layout join; a member that is broadcast does not", () => {
  const inputs = [input(7, 9, 11), input(), input(11), input(9, 1), input(7, 1, 1), input(7, 1, 11), input(1, 9, 1)];
  const y = inputs.slice(1).reduce((sum, x) => ops.tanh(ops.add(sum, x)), inputs[0]!);
  expect(steps(inputs, y)).toEqual([12]);
  agrees(3, inputs, y);
  const [x, row] = [input(5, 8), input(8)];
  const small = ops.exp(row);
  const wide = ops.multiply(ops.exp(x), small);
  expect(steps([x, row], wide)).toContain("exp");
  agrees(4, [x, row], wide, small);
  // Broadcast through a view of equal size elsewhere: [4, 1] against [1, 4].
  const column = input(4, 1);
  const turned = ops.exp(column);
  agrees(5, [column], ops.add(turned, ops.reshape(turned, [1, 4])));
});

test("one input in two layouts is laid out twice", () => {
  const x = input(20);
  const y = ops.add(ops.reshape(x, [20, 1]), ops.reshape(x, [1, 20]));
  expect(steps([x], ops.tanh(y))).toEqual([2]);
  agrees(6, [x], ops.tanh(y));
});

test("two chains that meet become one, in an order that works", () => {
  const x = input(600);
  const left = ops.tanh(ops.exp(x));
  const fold = ops.sum(left);
  const right = ops.square(ops.sigmoid(x));
  const y = ops.add(ops.multiply(right, fold), left);
  agrees(7, [x], y);
  const both = ops.add(ops.tanh(ops.exp(x)), ops.square(ops.sigmoid(x)));
  expect(steps([x], both)).toEqual([5]);
  agrees(8, [x], both);
});

test("more values than slots are split, and more expressions than a group holds", () => {
  const x = input(700);
  const parts = Array.from({ length: 40 }, (_, i) => ops.tanh(ops.multiply(x, 0.1 + i)));
  const y = parts.reduce((sum, part, i) => (i % 2 ? ops.add(sum, part) : ops.multiply(sum, ops.add(part, 1))));
  const made = schedule(graphOf(y), [x], NONE);
  for (const { group } of lower(made)) if (group) expect(group.slots).toBeLessThanOrEqual(MAX_SLOTS);
  agrees(9, [x], y);
  agrees(10, [x], ...parts.slice(0, 25));
});

test("a result does not take the memory of an input that the group still reads", () => {
  const x = input(40, 30);
  const turned = ops.transpose(x);
  const first = ops.exp(turned);
  const second = ops.multiply(ops.tanh(first), turned);
  const third = ops.add(second, turned);
  expect(steps([x], first, second, third)).toEqual(["transpose", 4]);
  agrees(13, [x], first, second, third);
});

test("integer, truth and float members live in one group", () => {
  const x = input(300);
  const whole = ops.cast(ops.multiply(x, 10), "int32");
  const y = ops.where(
    ops.logicalAnd(ops.greater(x, 0), ops.lessEqual(whole, 5)),
    ops.cast(ops.multiply(whole, whole), "float32"),
    x,
  );
  expect(steps([x], y).length).toBe(1);
  agrees(11, [x], y);
});

test("random chains of every shape give the same bits however they are cut (seed 12)", () => {
  const numbers = new Numbers(12);
  for (let trial = 0; trial < 25; trial++) {
    const n = numbers.pick([1, 2, 6, 48, 600]);
    const shapes = [[n, 6], [6], [n, 1], [], [n * 6], [1, 6]];
    const inputs = shapes.map((shape) => input(...shape));
    let y: Tensor = inputs[0]!;
    const kept: Tensor[] = [];
    for (let i = 0; i < numbers.int(1, 60); i++) {
      const other = numbers.pick([...inputs.slice(0, 4), inputs[5]!, ...kept]);
      const unary = numbers.pick([ops.tanh, ops.sigmoid, ops.absolute, ops.negative]);
      y = unary(numbers.pick([ops.add, ops.multiply, ops.maximum, ops.subtract])(y, other));
      if (numbers.next() < 0.2) y = ops.reshape(ops.add(ops.reshape(y, [n * 6]), inputs[4]!), [n, 6]);
      if (numbers.next() < 0.15) y = ops.subtract(y, ops.max(y, { axis: numbers.int(0, 1), keepdims: true }));
      if (numbers.next() < 0.3) kept.push(y);
    }
    agrees(100 + trial, inputs, y, ...kept.slice(0, 3));
  }
});

describe("variables assigned in the group that reads them", () => {
  const run = (v: Variable[], body: () => void): void => {
    const trace = new Trace();
    withTrace(trace, body);
    for (const off of [NONE, only()]) {
      const device = new WasmDevice();
      const first = v.map((x) => x.read());
      const program = device.compile(
        schedule({ outputs: [], updates: trace.updates, assigns: new Map(trace.assigned) }, [], off),
      );
      program.start([], 1).resume(Number.POSITIVE_INFINITY);
      results.push(v.map((x) => [...x.read()]));
      for (const [i, x] of v.entries()) {
        x.release();
        x.write(first[i]!);
      }
    }
  };
  let results: number[][][] = [];

  test("take the old value everywhere", () => {
    results = [];
    const v = new Variable(
      tensorFrom(
        "test",
        Float32Array.from({ length: 1030 }, (_, i) => i),
      ),
    );
    const w = new Variable(tensorFrom("test", new Float32Array(1030)));
    run([v, w], () => {
      const old = v.value;
      const next = ops.add(old, 1);
      v.assign(next);
      w.assign(ops.multiply(old, next));
    });
    for (const [a, b] of results) {
      expect(a).toEqual(Array.from({ length: 1030 }, (_, i) => i + 1));
      expectClose(
        b!,
        Array.from({ length: 1030 }, (_, i) => i * (i + 1)),
        1e-7,
      );
    }
  });

  test("may swap, turn round and repeat themselves", () => {
    results = [];
    const [a, b, c] = [1, 2, 3].map((x) => new Variable(tensorFrom("test", [x, x, x]))) as [
      Variable,
      Variable,
      Variable,
    ];
    run([a, b, c], () => {
      const [x, y, z] = [a.value, b.value, c.value];
      a.assign(y);
      b.assign(z);
      c.assign(x);
    });
    for (const found of results) expect(found.map((x) => x[0])).toEqual([2, 3, 1]);
  });

  test("see a later value only where it was assigned before", () => {
    results = [];
    const v = new Variable(tensorFrom("test", [1, 2]));
    const w = new Variable(tensorFrom("test", [0, 0]));
    run([v, w], () => {
      v.assign(ops.add(v, 10));
      w.assign(ops.multiply(v, 2));
      v.assign(ops.add(v, 100));
    });
    for (const found of results)
      expect(found).toEqual([
        [111, 112],
        [22, 24],
      ]);
  });
});
