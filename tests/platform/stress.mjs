// What a team of threads stands: starts and stops, programs, killed workers. Figures of memory before and after.
// node tests/platform/stress.mjs [--starts 1000] [--programs 10000] [--kills 100]; build first.

import { parseArgs } from "node:util";
import threads from "node:worker_threads";
import { makeData, makeModel } from "./conformance.mjs";

const number = (value) => ({ type: "string", default: String(value) });
const { values } = parseArgs({ options: { starts: number(1000), programs: number(10000), kills: number(100) } });
const [STARTS, PROGRAMS, KILLS] = [values.starts, values.programs, values.kills].map(Number);

/** All workers that live. */
const alive = new Set();
const Real = threads.Worker;
threads.Worker = class extends Real {
  constructor(...args) {
    super(...args);
    alive.add(this);
    this.on("exit", () => alive.delete(this));
  }
};

const keratin = await import("../../build/dist/keratin.js");
const { K, init, info, ops } = keratin;

const settled = async () => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  globalThis.gc?.();
};
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
async function figures() {
  await settled();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss: megabytes(rss), heap: megabytes(heapUsed), engine: info().memory.used, workers: alive.size };
}
async function stage(name, body) {
  await body(3);
  const before = await figures();
  const started = performance.now();
  const remark = await body();
  const took = performance.now() - started;
  const after = await figures();
  console.log(`${name}: ${(took / 1000).toFixed(1)} s. ${remark}`);
  console.log(`  before ${JSON.stringify(before)}\n  after  ${JSON.stringify(after)}`);
  if (after.engine > before.engine + 4096 || after.workers !== before.workers) throw new Error(`${name} leaks`);
}

await init({ threads: 2 });

await stage(`${STARTS} starts and stops of the pool`, async (count = STARTS) => {
  for (let i = 0; i < count; i++) {
    await init({ threads: 1 });
    await init({ threads: 2 });
  }
  return `${alive.size} worker lives`;
});

const [a, b] = [K.variable(ops.ones([160, 200])), K.variable(ops.ones([200, 96]))];
const product = K.function([], [ops.matmul(a, b)]);
await stage(`${PROGRAMS} programs on it`, async (count = PROGRAMS) => {
  for (let i = 0; i < count; i++) {
    const [rows] = product([]);
    if (rows[i % 160][i % 96] !== 200) throw new Error(`wrong product in program ${i}`);
  }
  return "all products right";
});

const { images, labels } = makeData(960);
const bits = (model) =>
  Promise.all(model.getWeights().map(async (w) => [...new Int32Array((await w.data()).buffer)].join()));
const train = async (model, callbacks = []) => {
  await model.fit(images, labels, { batchSize: 32, shuffle: false, verbose: 0, callbacks });
};
/** The weights after each number of steps. */
const wholeSteps = new Set();
const note = { onTrainBatchEnd: async () => void wholeSteps.add((await bits(witness)).join()) };
const witness = makeModel(keratin);
wholeSteps.add((await bits(witness)).join());
await train(witness, [new keratin.callbacks.LambdaCallback(note)]);
await stage(`${KILLS} killed workers`, async (count = KILLS) => {
  let errors = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    await init({ threads: 2 });
    const model = makeModel(keratin);
    let steps = 0;
    const kill = { onTrainBatchEnd: () => void (++steps === 1 + (i % 25) && [...alive].at(-1)?.terminate()) };
    const started = performance.now();
    const failure = await train(model, [new keratin.callbacks.LambdaCallback(kill)]).catch((error) => error);
    longest = Math.max(longest, performance.now() - started);
    if (failure && failure.where !== "threads") throw failure;
    if (failure) errors++;
    if (!wholeSteps.has((await bits(model)).join())) throw new Error(`kill ${i} left half a step`);
    model.dispose();
  }
  return `${errors} of ${count} calls failed with a clear error, the others ended well; every model was that of a whole step; longest call ${(longest / 1000).toFixed(1)} s`;
});
console.log("ok");
