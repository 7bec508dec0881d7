/**
 * Matrix products of keratin and the native ONNX Runtime, in turns: node build/run.mjs bench/native.ts
 * [--rounds 12] [--threads 1] [--build simd|wide|relaxed|relaxed-wide] [--json FILE]
 *
 * Both are called as a user does, from array to array, and may pack the second matrix beforehand; products are compared first.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as keratin from "keratin";
import { about, figure, inWords } from "./about";
import { noise } from "./data.mjs";
import { OnnxGraph } from "./onnx/model";

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
const TOLERANCE = 1e-4;

type Product = () => Promise<Float32Array>;

function here(size: number, x: Float32Array, kernel: Float32Array): Product {
  const { layers, Sequential } = keratin;
  const model = new Sequential([layers.input({ shape: [size] }), layers.dense({ units: size, useBias: false })]);
  model.setWeights([kernel]);
  const rows = keratin.tensor(x, [size, size]);
  return async () => (await model.predictOnBatch(rows)).dataSync() as Float32Array;
}

async function native(size: number, x: Float32Array, kernel: Float32Array): Promise<Product> {
  const ort = createRequire(resolve("bench/package.json"))("onnxruntime-node") as typeof import("onnxruntime-node");
  const graph = new OnnxGraph();
  const y = graph.node("MatMul", ["x", graph.constant(kernel, [size, size])]);
  const session = await ort.InferenceSession.create(graph.model("x", [size, size], y, [size, size]), {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: THREADS,
    interOpNumThreads: 1,
  });
  return async () => (await session.run({ x: new ort.Tensor("float32", x, [size, size]) }))[y]!.data as Float32Array;
}

async function time(product: Product, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const before = performance.now();
    await product();
    times.push(performance.now() - before);
  }
  return times;
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
  const [own, theirs] = [await sides[0]![1](), await sides[1]![1]()];
  const apart = own.reduce((most, v, i) => Math.max(most, Math.abs(v - theirs[i]!)), 0);
  if (!(apart < TOLERANCE * own.reduce((most, v) => Math.max(most, Math.abs(v)), 0))) throw new Error(`${apart} apart`);
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [, product, times] of sides) {
      const once = Math.min(...(await time(product, 3)));
      times.push(...(await time(product, Math.max(3, Math.min(200, Math.round(STRETCH / once))))));
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
