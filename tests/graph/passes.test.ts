/** Each pass of the compiler by itself, then all of them over random graphs. */
import { describe, expect, test } from "vitest";
import { tensorFrom } from "../../ts/core/convert";
import { makeNode, type Tensor } from "../../ts/core/tensor";
import { Variable } from "../../ts/core/variable";
import { optimize, PASSES, type PassName } from "../../ts/graph/optimize";
import * as ops from "../../ts/ops/gen/table";
import { expectClose, Numbers } from "../ops/laws/support";
import { agrees, graphOf, input, only, optimized, randomGraph, runGraph } from "./support";

const ints = (...values: number[]): Tensor => tensorFrom("test", Int32Array.from(values));

describe("joinPads", () => {
  test("joins what lies side by side, and leaves out what overlaps or is used elsewhere", () => {
    const [a, b, c] = [input(2, 3), input(2, 1), input(2, 2)];
    const at = (x: Tensor, before: number, behind: number): Tensor =>
      ops.pad(x, [
        [0, 0],
        [before, behind],
      ]);
    const whole = ops.add(ops.add(at(b, 3, 2), at(a, 0, 3)), at(c, 4, 0));
    expect(optimized("joinPads", whole).names).toEqual(["concatenate"]);
    agrees("joinPads", new Numbers(3), [a, b, c], whole);

    const gap = ops.add(ops.add(at(a, 0, 4), at(b, 6, 0)), ops.add(at(b, 3, 3), input(2, 7)));
    expect(optimized("joinPads", gap).names.filter((name) => name === "pad").length).toBe(2);

    const overlapping = ops.add(at(a, 0, 1), at(a, 1, 0));
    expect(optimized("joinPads", overlapping).changes).toBe(0);
    const used = at(b, 3, 2);
    expect(optimized("joinPads", ops.add(used, at(a, 0, 3)), used).changes).toBe(0);
    const ones = ops.add(
      ops.pad(
        b,
        [
          [0, 0],
          [0, 1],
        ],
        { constantValues: 1 },
      ),
      at(b, 1, 0),
    );
    expect(optimized("joinPads", ones).changes).toBe(0);
  });

  test("gives the same for random strips, gaps and other terms", () => {
    const numbers = new Numbers(4);
    for (let trial = 0; trial < 30; trial++) {
      const inputs: Tensor[] = [];
      const terms: Tensor[] = [];
      for (let i = numbers.int(2, 6); i > 0; i--) {
        const [from, size] = [numbers.int(0, 5), numbers.int(1, 3)];
        const x = input(3, size);
        inputs.push(x);
        terms.push(
          ops.pad(x, [
            [0, 0],
            [from, 8 - from - size],
          ]),
        );
      }
      const other = input(3, 8);
      inputs.push(other);
      terms.splice(numbers.int(0, terms.length), 0, other);
      agrees(
        "joinPads",
        numbers,
        inputs,
        terms.reduce((sum, term) => ops.add(sum, term)),
      );
    }
  });
});

describe("simplify", () => {
  test("computes constant scalars now", () => {
    const x = input(3);
    const scale = ops.add(ops.multiply(2, 3), ops.sqrt(16));
    const { names, changes } = optimized("simplify", ops.multiply(x, scale));
    expect(names).toEqual(["multiply"]);
    expect(changes).toBe(3);
    agrees("simplify", new Numbers(1), [x], ops.multiply(x, scale));
  });

  test("drops neutral elements on either side, never where they would change shape or dtype", () => {
    const x = input(3);
    expect(
      optimized("simplify", ops.add(ops.multiply(1, ops.divide(ops.subtract(ops.add(-0, x), 0), 1)), -0)).names,
    ).toEqual([]);
    expect(optimized("simplify", ops.divide(1, x)).names).toEqual(["divide"]);
    // -0 + 0 is 0.
    expect(optimized("simplify", ops.add(ops.subtract(x, -0), 0)).names).toEqual(["subtract", "add"]);
    expect(optimized("simplify", ops.subtract(0, x)).names).toEqual(["subtract"]);
    const wider = ops.add(ops.zeros([2, 3]), x);
    expect(optimized("simplify", wider).outputs[0]!.shape).toEqual([2, 3]);
    const whole = ints(1, 2);
    expect(optimized("simplify", ops.multiply(whole, 1)).names).toEqual([]);
    expect(optimized("simplify", ops.divide(whole, 1)).outputs[0]!.dtype).toBe("float32");
    expect(optimized("simplify", ops.add(whole, 0.0 as number)).outputs[0]!.dtype).toBe("int32");
  });

  test("drops broadcasts before ops that broadcast by themselves, and keeps the shape", () => {
    const [x, row] = [input(4, 6), input(6)];
    const thin = optimized("simplify", ops.add(x, ops.broadcastTo(row, [4, 6])));
    expect(thin.names).toEqual(["add"]);
    const both = optimized("simplify", ops.add(ops.broadcastTo(row, [4, 6]), ops.broadcastTo(input(4, 1), [4, 6])));
    expect(both.outputs[0]!.shape).toEqual([4, 6]);
    const same = ops.broadcastTo(row, [4, 6]);
    expect(optimized("simplify", ops.multiply(same, same)).outputs[0]!.shape).toEqual([4, 6]);
    const picked = ops.where(ops.greater(same, 0), same, ops.broadcastTo(input(1), [4, 6]));
    expect(optimized("simplify", picked).outputs[0]!.shape).toEqual([4, 6]);
    agrees("simplify", new Numbers(2), [x, row], ops.add(x, ops.broadcastTo(row, [4, 6])), ops.multiply(same, same));
  });

  test("keeps NaN and infinity of what it folds", () => {
    const x = input(2);
    const graph = graphOf(ops.add(x, ops.log(-1)), ops.add(x, ops.divide(1, 0)));
    const { outputs } = runGraph(graph, [x], [Float32Array.of(1, 2)], only("simplify"));
    expect([...outputs[0]!].every(Number.isNaN)).toBe(true);
    expect([...outputs[1]!]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});

describe("merge", () => {
  test("computes equal nodes once, and keeps those that differ in an attribute or in the sign of zero", () => {
    const x = input(3, 4);
    const twice = ops.add(ops.exp(ops.multiply(x, 2)), ops.exp(ops.multiply(x, 2)));
    expect(optimized("merge", twice)).toMatchObject({ names: ["multiply", "exp", "add"], changes: 2 });
    expect(optimized("merge", ops.sum(x, { axis: 0 }), ops.sum(x, { axis: 1 })).changes).toBe(0);
    expect(optimized("merge", ops.multiply(x, 0), ops.multiply(x, -0)).changes).toBe(0);
    expect(
      optimized(
        "merge",
        ops.pad(x, 1, { constantValues: Number.NaN }),
        ops.pad(x, 1, { constantValues: Number.POSITIVE_INFINITY }),
      ).changes,
    ).toBe(0);
    expect(optimized("merge", ops.cast(x, "int32"), ops.cast(x, "bool")).changes).toBe(0);
    agrees("merge", new Numbers(3), [x], twice);
  });

  test("leaves effects alone: two equal updates are two", () => {
    const v = new Variable(tensorFrom("test", [1, 2])).value;
    const [g, rate] = [tensorFrom("test", [1, 1]), tensorFrom("test", 1, [])];
    const updates = [0, 1].map(() => makeNode(ops.sgdOp, [v, g, rate], {}));
    const graph = optimize({ outputs: [], updates, assigns: new Map() }, only("merge"), new Map());
    expect(new Set(graph.updates).size).toBe(2);
  });
});

describe("foldScale", () => {
  const numbers = new Numbers(4);
  const constant = (...dims: number[]): Tensor =>
    tensorFrom("test", numbers.floats(dims.reduce((a, b) => a * b, 1)), dims);

  test("moves a scale of channels, and the bias before it, into the kernel", () => {
    const x = input(2, 5, 5, 3);
    const [kernel, scale, bias] = [constant(3, 3, 3, 8), constant(8), constant(8)];
    const plain = ops.multiply(ops.conv(x, kernel), scale);
    const biased = ops.multiply(scale, ops.add(ops.conv(x, kernel), bias));
    expect(optimized("foldScale", plain)).toMatchObject({ names: ["multiply", "conv"], changes: 1 });
    expect(optimized("foldScale", biased).changes).toBe(1);
    expect(optimized("foldScale", biased).names.at(-1)).toBe("add");
    agrees("foldScale", numbers, [x], plain, biased);
    const rows = input(4, 6);
    const dense = ops.multiply(ops.matmul(rows, constant(6, 8)), scale);
    expect(optimized("foldScale", dense).changes).toBe(1);
    agrees("foldScale", numbers, [rows], dense);
  });

  test("stays away from a product used elsewhere, and from scales that depend on inputs or differ by row", () => {
    const x = input(4, 6);
    const product = ops.matmul(x, constant(6, 8));
    expect(optimized("foldScale", ops.multiply(product, constant(8)), product).changes).toBe(0);
    // The same through a node that the pass had to rebuild.
    const first = ops.multiply(ops.matmul(x, constant(6, 6)), constant(6));
    const second = ops.matmul(first, constant(6, 8));
    const used = optimized("foldScale", ops.multiply(second, constant(8)), ops.tanh(second));
    expect(used.changes).toBe(1);
    expect(used.names.filter((name) => name === "matmul").length).toBe(2);
    expect(optimized("foldScale", ops.multiply(ops.matmul(x, constant(6, 8)), ops.mean(x))).changes).toBe(0);
    expect(optimized("foldScale", ops.multiply(ops.matmul(x, constant(6, 8)), ops.exp(input(8)))).changes).toBe(0);
    expect(optimized("foldScale", ops.multiply(ops.matmul(x, constant(6, 4)), constant(4, 1))).changes).toBe(0);
  });
});

describe("fuseEpilogue", () => {
  const numbers = new Numbers(5);
  const constant = (...dims: number[]): Tensor =>
    tensorFrom("test", numbers.floats(dims.reduce((a, b) => a * b, 1)), dims);

  test("applies bias and relu at the write-back, through reshapes", () => {
    const x = input(2, 3, 6);
    const dense = ops.relu(ops.add(ops.matmul(x, constant(6, 9)), constant(9)));
    expect(optimized("fuseEpilogue", dense)).toMatchObject({ changes: 2 });
    expect(optimized("fuseEpilogue", dense).names.filter((name) => name !== "reshape")).toEqual(["matmul"]);
    const image = input(1, 6, 5, 2);
    const conv = ops.relu(ops.add(constant(1, 1, 1, 9), ops.conv(image, constant(3, 3, 2, 9), { padding: "same" })));
    expect(optimized("fuseEpilogue", conv).changes).toBe(2);
    agrees("fuseEpilogue", numbers, [x, image], dense, conv);
    // A bias that is computed, and more terms than one chunk.
    const long = input(3, 700);
    const late = ops.relu(ops.add(ops.matmul(long, constant(700, 5)), ops.exp(input(5))));
    const vector = input(5);
    const own = ops.relu(ops.add(ops.matmul(long, constant(700, 5)), ops.exp(vector)));
    expect(optimized("fuseEpilogue", late).changes).toBe(2);
    agrees("fuseEpilogue", numbers, [long, vector], own);
    // Exactly one and two chunks of terms.
    for (const terms of [256, 512]) {
      const x = input(5, terms);
      agrees("fuseEpilogue", numbers, [x], ops.relu(ops.add(ops.matmul(x, constant(terms, 9)), constant(9))));
    }
  });

  test("stays away from products used elsewhere, relu before bias, and biases of another shape", () => {
    const x = input(4, 6);
    const product = ops.matmul(x, constant(6, 8));
    expect(optimized("fuseEpilogue", ops.relu(product), product).changes).toBe(0);
    const swapped = ops.add(ops.relu(ops.matmul(x, constant(6, 8))), constant(8));
    expect(optimized("fuseEpilogue", swapped).changes).toBe(1);
    agrees("fuseEpilogue", numbers, [x], swapped);
    const twice = ops.add(ops.add(ops.matmul(x, constant(6, 8)), constant(8)), constant(8));
    expect(optimized("fuseEpilogue", twice).changes).toBe(1);
    agrees("fuseEpilogue", numbers, [x], twice);
    expect(optimized("fuseEpilogue", ops.add(ops.matmul(x, constant(6, 4)), constant(4, 1))).changes).toBe(0);
    expect(optimized("fuseEpilogue", ops.add(ops.matmul(x, constant(6, 1)), constant(1))).changes).toBe(0);
    const other = ops.matmul(x, constant(6, 6));
    const rebuilt = ops.matmul(ops.relu(other), constant(6, 8));
    const used = optimized("fuseEpilogue", ops.relu(rebuilt), ops.tanh(rebuilt));
    expect(used.names.filter((name) => name === "matmul").length).toBe(2);
  });
});

describe("all passes", () => {
  test("keep shapes, dtypes and values of random graphs and their gradients (seed 6)", () => {
    const numbers = new Numbers(6);
    const changes = new Map<string, number>();
    for (let trial = 0; trial < 30; trial++) {
      const { graph, inputs } = randomGraph(numbers, numbers.int(3, 25));
      const feeds = inputs.map((x) => numbers.floats(x.size));
      const plain = runGraph(graph, inputs, feeds, new Set(PASSES)).outputs;
      for (const off of [[], ...PASSES.map((name) => [name])] as PassName[][]) {
        const report = new Map<string, number>();
        const passed = optimize(graph, new Set(off), report);
        for (const [name, count] of report) changes.set(name, (changes.get(name) ?? 0) + count);
        expect(passed.outputs.map((x) => [x.shape, x.dtype])).toEqual(graph.outputs.map((x) => [x.shape, x.dtype]));
        const { outputs } = runGraph(graph, inputs, feeds, new Set(off));
        outputs.forEach((values, i) => {
          expectClose(values, plain[i]!, 2e-5, `trial ${trial}, output ${i}, without ${off}`);
        });
      }
    }
    for (const name of ["simplify", "merge", "foldScale", "fuseEpilogue"])
      expect(changes.get(name), name).toBeGreaterThan(0);
  });
});
