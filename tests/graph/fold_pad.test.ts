/** Pads that become geometry: values and gradients against the pads themselves. */
import { describe, expect, test } from "vitest";
import type { Tensor } from "../../ts/core/tensor";
import { WasmDevice } from "../../ts/engine/device";
import { differentiate } from "../../ts/graph/differentiate";
import { optimize } from "../../ts/graph/optimize";
import * as ops from "../../ts/ops/gen/table";
import { expectClose, Numbers } from "../ops/laws/support";
import { agrees, graphOf, input, only, opsOf, optimized, runGraph } from "./support";

type Pads = [[number, number], [number, number]];
const around = (x: Tensor, [rows, columns]: Pads): Tensor => ops.pad(x, [[0, 0], rows, columns, [0, 0]]);

const PADS: Pads[] = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [0, 1],
    [0, 1],
  ],
  [
    [2, 0],
    [0, 3],
  ],
  [
    [0, 0],
    [1, 0],
  ],
  // Whole windows beside the image.
  [
    [5, 4],
    [4, 6],
  ],
];

const WINDOWS = [
  { strides: 1 },
  { strides: 2 },
  { strides: [1, 3] },
  { dilationRate: 2 },
  { strides: 2, padding: "same" },
] as { strides?: number | [number, number]; dilationRate?: number; padding?: "same" }[];

/** What convolves, and the kernel's shape. */
const KINDS: Record<string, [(x: Tensor, kernel: Tensor, options: object) => Tensor, (channels: number) => number[]]> =
  {
    conv: [(x, kernel, options) => ops.conv(x, kernel, options), (channels) => [3, 3, channels, 5]],
    "conv of groups": [(x, kernel, options) => ops.conv(x, kernel, options), (channels) => [3, 2, channels / 2, 6]],
    depthwise: [(x, kernel, options) => ops.depthwiseConv(x, kernel, options), (channels) => [3, 3, channels, 1]],
  };

describe.each(Object.entries(KINDS))("%s", (name, [apply, kernelShape]) => {
  test("gives the same, and the same gradients, with the zeros in its geometry", () => {
    const numbers = new Numbers(17);
    const device = new WasmDevice();
    for (const pads of PADS) {
      for (const options of WINDOWS) {
        const channels = name === "conv of groups" ? numbers.pick([2, 8]) : numbers.pick([1, 3, 8, 9]);
        const [x, kernel] = [input(2, 7, 6, channels), input(...kernelShape(channels))];
        const y = apply(around(x, pads), kernel, options);
        const weights = input(...(y.dims as number[]));
        const [gx, gk] = differentiate(ops.sum(ops.multiply(y, weights)), [x, kernel]) as [Tensor, Tensor];
        const graph = graphOf(y, gx, gk);
        const inputs = [x, kernel, weights];
        const feeds = inputs.map((each) => numbers.floats(each.size));
        const note = `${name} ${JSON.stringify(pads)} ${JSON.stringify(options)}, ${channels} channels`;
        const found = opsOf(optimize(graph, only("foldPad"), new Map()));
        expect(
          found.filter((op) => op === "pad" || op === "slice"),
          note,
        ).toEqual([]);
        const plain = runGraph(graph, inputs, feeds, only(), device).outputs;
        const folded = runGraph(graph, inputs, feeds, only("foldPad"), device).outputs;
        for (const [i, values] of plain.entries()) expectClose(folded[i]!, values, 2e-6, `${note}, output ${i}`);
      }
    }
  });
});

test("folds pads one in another, and one that something else reads too", () => {
  const numbers = new Numbers(18);
  const [x, kernel] = [input(1, 5, 5, 4), input(3, 3, 4, 4)];
  const [pads] = PADS as [Pads];
  const twice = ops.conv(around(around(x, pads), PADS[2]!), kernel);
  expect(optimized("foldPad", twice).names.filter((name) => name === "pad").length).toBeLessThan(2);
  const shared = around(x, pads);
  const both = [ops.conv(shared, kernel), ops.relu(shared)] as const;
  expect(optimized("foldPad", ...both).changes).toBe(1);
  agrees("foldPad", numbers, [x, kernel], twice, ...both);
});

test("stays away from other values, other axes, and gradients that something else reads", () => {
  const numbers = new Numbers(19);
  const [x, kernel] = [input(2, 5, 5, 3), input(3, 3, 4, 2)];
  const rows: [number, number] = [1, 1];
  const [none, one]: [[number, number], [number, number]] = [
    [0, 0],
    [0, 1],
  ];
  const channel = ops.conv(ops.pad(x, [none, rows, rows, one]), kernel);
  const image = ops.conv(ops.pad(input(2, 5, 5, 4), [one, rows, rows, none]), kernel);
  const ones = ops.conv(ops.pad(input(2, 5, 5, 4), [none, rows, rows, none], { constantValues: 1 }), kernel);
  for (const y of [channel, image, ones]) expect(optimized("foldPad", y).changes).toBe(0);
  agrees("foldPad", numbers, [x, kernel], channel);

  const wide = input(2, 7, 7, 4);
  const [g] = differentiate(ops.sum(ops.square(ops.conv(wide, kernel))), [wide]) as [Tensor];
  const inner = ops.slice(g, [0, 1, 1, 0], [2, 5, 5, 4]);
  expect(optimized("foldPad", inner).changes).toBe(1);
  expect(optimized("foldPad", inner, g).changes).toBe(0);
  expect(optimized("foldPad", ops.slice(g, [0, 1, 1, 1], [2, 5, 5, 3])).changes).toBe(0);
  expect(optimized("foldPad", ops.slice(g, [1, 1, 1, 0], [1, 5, 5, 4])).changes).toBe(0);
  agrees("foldPad", numbers, [wide, kernel], inner);
});
