/** What becomes part of the write-back of a contraction: biases that are joined, clips, activations. */
import { describe, expect, test } from "vitest";
import { tensorFrom } from "../../ts/core/convert";
import type { Tensor } from "../../ts/core/tensor";
import { WasmDevice } from "../../ts/engine/device";
import { optimize, PASSES } from "../../ts/graph/optimize";
import * as ops from "../../ts/ops/gen/table";
import { expectClose, Numbers } from "../ops/laws/support";
import { agrees, graphOf, input, only, opsOf, optimized, runGraph } from "./support";

const numbers = new Numbers(23);
const constant = (...dims: number[]): Tensor =>
  tensorFrom("test", numbers.floats(dims.reduce((a, b) => a * b, 1)), dims);

describe("two biases", () => {
  test("become one, whichever side they stand on and behind views", () => {
    const x = input(5, 6);
    const [a, b] = [constant(8), constant(1, 8)];
    const plain = ops.add(ops.add(ops.matmul(x, constant(6, 8)), a), b);
    const turned = ops.add(b, ops.add(a, ops.matmul(x, constant(6, 8))));
    const image = input(2, 5, 5, 3);
    const conv = ops.add(ops.add(ops.conv(image, constant(3, 3, 3, 8)), a), b);
    const deep = ops.add(ops.add(ops.depthwiseConv(image, constant(3, 3, 3, 1)), constant(3)), constant(3));
    for (const y of [plain, turned, conv, deep]) {
      const { names, changes } = optimized("foldScale", y);
      expect(changes).toBe(1);
      // The last of them adds to the contraction, the other only vectors.
      expect(names.filter((name) => name === "add")).toHaveLength(2);
      expect(opsOf(optimize(graphOf(y), only("foldScale", "fuseEpilogue"), new Map())).includes("add")).toBe(true);
      expect(optimized("foldScale", y).outputs[0]!.dims).toEqual(y.dims);
    }
    const fused = optimize(graphOf(plain), only("foldScale", "fuseEpilogue"), new Map());
    expect(opsOf(fused).filter((name) => name !== "reshape" && name !== "matmul")).toEqual(["add"]);
    agrees("foldScale", numbers, [x, image], plain, turned, conv, deep);
  });

  test("stay two when the first sum is read elsewhere, depends on inputs, or is no bias", () => {
    const x = input(5, 6);
    const vector = input(8);
    const product = (): Tensor => ops.matmul(x, constant(6, 8));
    const first = ops.add(product(), constant(8));
    const cases = [
      [ops.add(first, constant(8)), first],
      [ops.add(ops.add(product(), constant(8)), ops.exp(vector))],
      [ops.add(ops.add(product(), ops.exp(vector)), constant(8))],
      [ops.add(ops.add(product(), constant(5, 8)), constant(8))],
      [ops.add(ops.add(product(), constant(8)), constant(5, 8))],
      [ops.add(ops.add(ops.tanh(product()), constant(8)), constant(8))],
    ];
    for (const outputs of cases) expect(optimized("foldScale", ...outputs).changes).toBe(0);
    agrees("foldScale", numbers, [x, vector], ...cases.flat());
  });
});

describe("an epilogue", () => {
  const CHANNELS = [1, 3, 4, 5, 8, 9, 16, 33];
  const device = new WasmDevice();
  const big = (x: Tensor): Tensor => ops.multiply(x, 9);

  /** Contractions of images or rows with so many channels behind them. */
  const MADE: Record<string, (channels: number) => { inputs: Tensor[]; y: Tensor }> = {
    "conv of few channels": (n) => {
      const x = input(2, 6, 5, 3);
      return { inputs: [x], y: ops.conv(big(x), constant(3, 3, 3, n), { padding: "same" }) };
    },
    "conv of runs": (n) => {
      const x = input(1, 7, 9, 8);
      return { inputs: [x], y: ops.conv(big(x), constant(3, 3, 8, n), { strides: 2 }) };
    },
    "conv of many terms": (n) => {
      const x = input(1, 5, 5, 64);
      return { inputs: [x], y: ops.conv(x, constant(3, 3, 64, n)) };
    },
    "conv of one tap": (n) => {
      const x = input(1, 7, 9, 8);
      return { inputs: [x], y: ops.conv(big(x), constant(1, 1, 8, n)) };
    },
    depthwise: (n) => {
      const x = input(2, 9, 11, n);
      return { inputs: [x], y: ops.depthwiseConv(big(x), constant(3, 3, n, 1), { padding: "same" }) };
    },
    "depthwise of other kernels": (n) => {
      const x = input(1, 9, 11, n);
      return { inputs: [x], y: ops.depthwiseConv(big(x), constant(2, 5, n, 1), { strides: 2 }) };
    },
    ...Object.fromEntries(
      [
        [1, 300],
        [3, 300],
        [6, 9],
        [60, 300],
      ].map(([rows, terms]) => [
        `matmul of ${rows} x ${terms}`,
        (n: number): { inputs: Tensor[]; y: Tensor } => {
          const x = input(rows!, terms!);
          return { inputs: [x], y: ops.matmul(terms! < 100 ? big(x) : x, constant(terms!, n)) };
        },
      ]),
    ),
  };

  /** What stands behind it, by how much of it is fused. */
  const ACTIVATIONS: [string, number, (x: Tensor) => Tensor][] = [
    ["nothing", 0, (x) => x],
    ["relu", 1, (x) => ops.relu(x)],
    ["maximum", 1, (x) => ops.maximum(x, 0)],
    ["relu and minimum", 2, (x) => ops.minimum(ops.relu(x), 6)],
    ["clip", 2, (x) => ops.clip(x, 0, 6)],
    ["a clip at another bound", 1, (x) => ops.clip(x, 0, 5)],
    ["minimum alone", 0, (x) => ops.minimum(x, 6)],
  ];

  test.each(Object.entries(MADE))("of %s has the bits of what it replaces", (name, make) => {
    const seen = new Set<number>();
    for (const channels of CHANNELS) {
      for (const [activation, fused, apply] of ACTIVATIONS) {
        for (const biased of [false, true]) {
          const { inputs, y } = make(channels);
          const whole = apply(biased ? ops.add(y, constant(channels)) : y);
          const note = `${name}, ${channels} channels, ${activation}, ${biased ? "a" : "no"} bias`;
          const graph = graphOf(whole);
          const report = new Map<string, number>();
          optimize(graph, only("simplify", "fuseEpilogue"), report);
          // One channel is not told from a scalar: its bias stays, and what is behind it.
          const wanted = channels === 1 && biased ? 0 : fused + (biased ? 1 : 0);
          expect(report.get("fuseEpilogue"), note).toBe(wanted);
          const feeds = inputs.map((x) => numbers.floats(x.size));
          const [plain] = runGraph(graph, inputs, feeds, only("simplify"), device).outputs;
          const [passed] = runGraph(graph, inputs, feeds, only("simplify", "fuseEpilogue"), device).outputs;
          expect(passed, note).toEqual(plain);
          if (fused === 2) for (const value of passed!) seen.add(value);
        }
      }
    }
    expect(Math.min(...seen)).toBe(0);
    expect(Math.max(...seen)).toBe(6);
    expect(seen.size, "between the bounds, too").toBeGreaterThan(20);
  });

  test("is left to a product that something else reads in the middle", () => {
    const x = input(5, 9);
    const kept = ops.relu(ops.matmul(big(x), constant(9, 8)));
    const both = [ops.minimum(kept, 6), kept];
    expect(optimized("fuseEpilogue", ...both).changes).toBe(1);
    agrees("fuseEpilogue", numbers, [x], ...both);
  });

  test("of relu6 behind a normalized convolution is all of it", () => {
    const x = input(2, 6, 6, 3);
    const [scale, shift] = [constant(5), constant(5)];
    for (const product of [
      ops.conv(big(x), constant(3, 3, 3, 5)),
      ops.depthwiseConv(ops.concatenate([x, big(input(2, 6, 6, 2))], { axis: 3 }), constant(3, 3, 5, 1)),
    ]) {
      const y = ops.relu6(ops.add(ops.multiply(ops.add(product, constant(5)), scale), shift));
      const names = opsOf(optimize(graphOf(y), new Set(), new Map()));
      for (const gone of ["where", "maximum", "minimum", "relu"]) expect(names).not.toContain(gone);
      expect(names.at(-1)).toMatch(/conv$/);
    }
    const y = ops.relu6(ops.add(ops.multiply(ops.conv(big(x), constant(3, 3, 3, 5)), scale), shift));
    const feeds = [numbers.floats(x.size)];
    const [plain] = runGraph(graphOf(y), [x], feeds, new Set(PASSES)).outputs;
    expectClose(runGraph(graphOf(y), [x], feeds, new Set()).outputs[0]!, plain!, 2e-6);
  });
});
