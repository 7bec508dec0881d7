/**
 * Matrix products of keratin and the native ONNX Runtime, in turns: node build/run.mjs bench/native.ts
 * [--rounds 12] [--threads 1] [--build simd|wide|relaxed|relaxed-wide] [--json FILE]
 *
 * Both are called as a user does, from array to array, and may pack the second matrix beforehand; products are compared first.
 */
import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as keratin from "keratin";
import { about, figure, inWords } from "./about";
import { noise } from "./data.mjs";
import { openOnnx } from "./infer_peers";
import { OnnxGraph } from "./onnx/model";
import { compare, timesOf } from "./turns";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "12" },
    threads: { type: "string", default: "1" },
    build: { type: "string", default: "simd" },
    json: { type: "string" },
  },
});
const SIZES = [128, 240, 256, 384, 512, 768, 960];
const THREADS = Number(options.threads);
/** Milliseconds of a side in a round, about, and the rest between sides, in which threads that spin go to sleep. */
const [STRETCH, REST] = [100, 20];

type Product = () => Promise<Float32Array>;

function here(size: number, x: Float32Array, kernel: Float32Array): Product {
  const { layers, Sequential } = keratin;
  const model = new Sequential([layers.input({ shape: [size] }), layers.dense({ units: size, useBias: false })]);
  model.setWeights([kernel]);
  const rows = keratin.tensor(x, [size, size]);
  return async () => (await model.predictOnBatch(rows)).dataSync() as Float32Array;
}

async function native(size: number, x: Float32Array, kernel: Float32Array): Promise<Product> {
  const graph = new OnnxGraph();
  const y = graph.node("MatMul", ["x", graph.constant(kernel, [size, size])]);
  const file = graph.model("x", [size, size], y, [size, size]);
  const { ort, session } = await openOnnx("onnxruntime-node", file, THREADS);
  return async () => (await session.run({ x: new ort.Tensor("float32", x, [size, size]) }))[y]!.data as Float32Array;
}

if (options.build !== "simd") await import(`keratin/${options.build}`);
await keratin.init({ threads: THREADS, build: options.build as "simd" });
const machine = about(THREADS, keratin.info());
console.log(`${inWords(machine)}, the ${options.build} build; xN: keratin / native, below 1 keratin is faster`);
const rows: object[] = [];
for (const size of SIZES) {
  const [x, kernel] = [noise(size * size, 1), noise(size * size, 2)] as [Float32Array, Float32Array];
  const sides: [string, Product, number[]][] = [
    ["keratin", here(size, x, kernel), []],
    ["onnxruntime-node", await native(size, x, kernel), []],
  ];
  compare(await sides[1]![1](), await sides[0]![1]());
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [, product, times] of sides) {
      const once = Math.min(...(await timesOf(product, 3)));
      times.push(...(await timesOf(product, Math.max(3, Math.min(200, Math.round(STRETCH / once))))));
      await pause(REST);
    }
  }
  const figures = sides.map(([side, , times]) => figure(side, times));
  rows.push({ size, figures });
  const gflops = (ms: number): string => ((2 * size ** 3) / ms / 1e6).toFixed(1).padStart(6);
  const [a, b] = figures as [(typeof figures)[number], (typeof figures)[number]];
  console.log(
    `product ${String(size).padStart(4)}  ${gflops(a.best)} GFLOP/s, native ${gflops(b.best)}  x${(a.best / b.best).toFixed(2)}`,
  );
}
if (options.json) writeFileSync(options.json, `${JSON.stringify({ ...machine, rows }, undefined, 2)}\n`);
