// Several threads against one, interleaved in one process: node bench/threads.mjs [--threads N] [--rounds N] [--only NAME]
import { parseArgs } from "node:util";
import { init, layers, Sequential } from "../build/dist/keratin.js";
import { noise } from "./data.mjs";
import * as keratin from "./keratin.mjs";

const { values: options } = parseArgs({
  options: {
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "12" },
    only: { type: "string", default: "" },
  },
});
const THREADS = Number(options.threads);
/** Milliseconds that a workload runs in each round. */
const STRETCH = 120;

/** Blocks of MobileNet at a quarter of its width, trained with Adam. */
async function mobile(batch) {
  const x = [];
  for (const [filters, strides] of [
    [16, 1],
    [32, 2],
    [32, 1],
    [64, 2],
  ]) {
    x.push(
      layers.depthwiseConv2d({ kernelSize: 3, strides, padding: "same", useBias: false }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.conv2d({ filters, kernelSize: 1, useBias: false }),
      layers.batchNormalization(),
      layers.reLU(),
    );
  }
  const model = new Sequential([
    layers.input({ shape: [64, 64, 3] }),
    layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: "same", useBias: false }),
    layers.batchNormalization(),
    layers.reLU(),
    ...x,
    layers.globalAveragePooling2d(),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
  const images = noise(batch * 8 * 64 * 64 * 3);
  const labels = Int32Array.from({ length: batch * 8 }, (_, i) => i % 10);
  return { steps: 8, run: () => model.fit(images, labels, { batchSize: batch, verbose: 0, shuffle: false }) };
}

/** The answer to one row. */
async function single(sizes) {
  const model = new Sequential([
    layers.input({ shape: [sizes[0]] }),
    ...sizes.slice(1).map((units) => layers.dense({ units, activation: "relu" })),
  ]);
  const row = noise(sizes[0]);
  return { steps: 1, run: () => model.predict(row) };
}

const WORKLOADS = [
  ["matrix product 256", () => keratin.gemm(256)],
  ["matrix product 512", () => keratin.gemm(512)],
  ["MNIST CNN, batch 32, Adam", () => keratin.cnn(32)],
  ["MobileNet blocks, batch 16, Adam", () => mobile(16)],
  ["MLP 784-128-10, batch 32, SGD", () => keratin.mlp(784, 128, 10, 32)],
  ["MLP 16-32-4, batch 32, SGD", () => keratin.mlp(16, 32, 4, 32)],
  ["predict one row, 784-128-10", () => single([784, 128, 10])],
].filter(([name]) => name.includes(options.only));

/** Milliseconds of one step, the best of a stretch. */
async function stretch(side) {
  let best = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + STRETCH; performance.now() < end; ) {
    const before = performance.now();
    await side.run();
    best = Math.min(best, performance.now() - before);
  }
  return best / side.steps;
}

await init({ threads: THREADS });
console.log(
  `${"best of each, ms a step".padEnd(36)}${"1 thread".padStart(10)}${`${THREADS} threads`.padStart(12)}    ratio`,
);
for (const [name, open] of WORKLOADS) {
  const side = await open();
  const best = { 1: Number.POSITIVE_INFINITY, [THREADS]: Number.POSITIVE_INFINITY };
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const threads of [1, THREADS]) {
      await init({ threads });
      const took = await stretch(side);
      // The first round waits for the compiler.
      if (round > 0) best[threads] = Math.min(best[threads], took);
    }
  }
  const ratio = (best[1] / best[THREADS]).toFixed(2);
  console.log(
    `${name.padEnd(36)}${best[1].toFixed(3).padStart(10)}${best[THREADS].toFixed(3).padStart(12)}    x${ratio}`,
  );
}
