/** The claims of the design about fit: it is compiled once, runs in few calls, and leaves nothing behind. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { callbacks, layers, Sequential, utils } from "keratin";
import { describe, expect, test } from "vitest";
import { callsDuring, device, rows, small, wave, weightsOf } from "./support";

const quiet = { verbose: 0 } as const;
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

describe("fit is compiled", () => {
  test("once for each batch size: a second fit with equal shapes compiles nothing", async () => {
    const { x, y } = rows(10);
    const model = small({ metrics: ["mae"] });
    const options = { batchSize: 4, epochs: 2, validationSplit: 0.2, ...quiet };
    await model.fit(x, y, options);
    // Training: batches of 4 (8 rows are left); validation: one batch of 2.
    expect(model.programs.compiled).toBe(2);
    await model.fit(x, y, options);
    await model.fit(wave(30, 2), wave(20, 3), options);
    expect(model.programs.compiled).toBe(2);
    await model.fit(x, y, { ...options, batchSize: 3 });
    // Batches of 3, a last one of 2 rows; validation as before.
    expect(model.programs.compiled).toBe(4);
    await model.predict(x);
    await model.predict(y.slice(0, 6));
    expect(model.programs.compiled).toBe(6);
    await model.predict(x);
    expect(model.programs.compiled).toBe(6);
  });

  test("again after compile, and no more programs are kept than a few", async () => {
    const { x, y } = rows(30);
    const model = small();
    await model.fit(x, y, { batchSize: 30, ...quiet });
    model.compile({ optimizer: "sgd", loss: "mae" });
    await model.fit(x, y, { batchSize: 30, ...quiet });
    expect(model.programs.compiled).toBe(2);
    for (let size = 1; size <= 30; size++) await model.predictOnBatch(x.slice(0, 3 * size));
    expect(model.programs.all.length).toBeLessThanOrEqual(12);
    const used = device().usage().used;
    for (let size = 1; size <= 30; size++) await model.predictOnBatch(x.slice(0, 3 * size));
    expect(device().usage().used).toBe(used);
  });

  test("the same program serves epochs, evaluate's own serves validation", async () => {
    const { x, y } = rows(8);
    const model = small();
    await model.fit(x, y, { batchSize: 4, validationData: [x, y], ...quiet });
    const compiled = model.programs.compiled;
    await model.evaluate(x, y, { batchSize: 4 });
    expect(model.programs.compiled).toBe(compiled);
  });
});

describe("calls into WebAssembly", () => {
  const { x, y } = rows(400);

  test("are far fewer than steps without batch hooks", async () => {
    const model = small({ metrics: ["mae"] });
    await model.fit(x, y, { batchSize: 4, ...quiet });
    const calls = await callsDuring(() => model.fit(x, y, { batchSize: 4, epochs: 3, shuffle: false, ...quiet }));
    // 300 steps: each epoch one call, unless its slice of 50 ms ends.
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(6);
    expect(model.optimizer.iterations).toBe(400);
  });

  test("are one for each step with batch hooks, metrics included", async () => {
    const model = small({ metrics: ["mae"] });
    await model.fit(x, y, { batchSize: 4, ...quiet });
    const hook = new callbacks.LambdaCallback({ onTrainBatchEnd: () => undefined });
    const calls = await callsDuring(() =>
      model.fit(x, y, { batchSize: 4, shuffle: false, callbacks: [hook], ...quiet }),
    );
    expect(calls).toBe(100);
  });

  test("are one for a step of trainOnBatch, one for predictOnBatch, one for evaluate", async () => {
    const model = small();
    const one = { x: x.slice(0, 12), y: y.slice(0, 8) };
    await model.trainOnBatch(one.x, one.y);
    await model.predictOnBatch(one.x);
    await model.evaluate(x, y, { batchSize: 4 });
    expect(await callsDuring(() => model.trainOnBatch(one.x, one.y))).toBe(1);
    expect(await callsDuring(() => model.predictOnBatch(one.x))).toBe(1);
    expect(await callsDuring(() => model.evaluate(x, y, { batchSize: 4 }))).toBe(1);
  });
});

describe("ten thousand steps", () => {
  /** What is in use after the garbage collector ran, and freed what belonged to forgotten models. */
  const measure = async (): Promise<{ heap: number; used: number; total: number; outside: number }> => {
    for (let i = 0; i < 5; i++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return { heap: heapUsed, outside: arrayBuffers, ...device().usage() };
  };

  test("of fit grow neither the JavaScript heap nor linear memory", async () => {
    const { x, y } = rows(500);
    const model = small({ optimizer: "adam", metrics: ["mae"] });
    const run = (epochs: number): Promise<unknown> => model.fit(x, y, { batchSize: 5, epochs, ...quiet });
    await run(100);
    const before = await measure();
    await run(100);
    const after = await measure();
    expect(model.optimizer.iterations).toBe(20_000);
    expect(after.used - before.used).toBeLessThan(1000);
    expect(after.total).toBe(before.total);
    expect(after.heap - before.heap).toBeLessThan(200_000);
    expect(after.outside - before.outside).toBeLessThan(200_000);
  });

  test("of trainOnBatch, with a prediction now and then, neither", async () => {
    const { x, y } = rows(4);
    const model = small({ optimizer: "adam" });
    const run = async (steps: number): Promise<void> => {
      for (let i = 0; i < steps; i++) {
        await model.trainOnBatch(x, y);
        if (i % 10 === 0) await model.predictOnBatch(x);
      }
    };
    // The engine of JavaScript itself learns for a while.
    await run(6000);
    const before = await measure();
    await run(10_000);
    const after = await measure();
    expect(after.used - before.used).toBeLessThan(1000);
    expect(after.total).toBe(before.total);
    expect(after.heap - before.heap).toBeLessThan(300_000);
    expect(after.outside - before.outside).toBeLessThan(300_000);
  });

  test("of many models that are disposed leave linear memory as it was", async () => {
    const { x, y } = rows(4);
    const once = async (): Promise<void> => {
      const model = small({ optimizer: "adam", metrics: ["mae"] });
      await model.fit(x, y, quiet);
      model.dispose();
    };
    for (let i = 0; i < 5; i++) await once();
    const before = await measure();
    for (let i = 0; i < 40; i++) await once();
    const after = await measure();
    expect(after.used).toBe(before.used);
    expect(after.total).toBe(before.total);
  });

  test("of models that are forgotten are freed by the garbage collector", async () => {
    const { x, y } = rows(4);
    const once = async (): Promise<void> => {
      await small({ optimizer: "adam" }).fit(x, y, quiet);
    };
    for (let i = 0; i < 5; i++) await once();
    const before = await measure();
    for (let i = 0; i < 30; i++) await once();
    const after = await measure();
    // Less than a tenth of what thirty models hold.
    expect(after.used - before.used).toBeLessThan(30_000);
  });
});

describe("memory is planned", () => {
  /** Marks the whole arena, runs `body`, and gives the bytes from its start to the last that was written. */
  async function measured(body: () => Promise<unknown>): Promise<number> {
    const { heap, arena, arenaBytes } = device();
    const mark = 0x5aa55aa5;
    heap.ints.fill(mark, arena >>> 2, (arena + arenaBytes) >>> 2);
    await body();
    const { ints } = device().heap;
    let last = (device().arena + device().arenaBytes) >>> 2;
    while (ints[last - 1] === mark) last--;
    return last * 4 - device().arena;
  }

  test("the peak that model.memory() tells before a step is what the step uses", async () => {
    utils.setRandomSeed(1);
    const model = new Sequential([
      layers.input({ shape: [16, 16, 4] }),
      layers.conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
      layers.maxPooling2d(),
      layers.flatten(),
      layers.dense({ units: 32, activation: "gelu" }),
      layers.dense({ units: 10 }),
    ]);
    model.compile({ optimizer: "adam", loss: "mse" });
    const [x, y] = [wave(8 * 1024, 0.3), wave(80, 0.2)];
    await model.trainOnBatch(x, y);
    const { arena, unshared, weights, slots } = model.memory();
    expect(device().arenaBytes).toBe(arena);
    const used = await measured(() => model.trainOnBatch(x, y));
    expect(used).toBeLessThanOrEqual(arena);
    expect(used).toBeGreaterThan(arena - 4096);
    expect(unshared).toBeGreaterThan(arena);
    expect(weights).toBe(4 * model.countParams());
    expect(slots).toBe(2 * weights + 8);
  });

  test("programs take turns in one arena: the maximum, not the sum", async () => {
    const model = small();
    const before = device().arenaBytes;
    const { x, y } = rows(10_000);
    await model.fit(x, y, { batchSize: 10_000, ...quiet });
    await model.predict(x, { batchSize: 10_000 });
    const { arena } = model.memory();
    expect(arena).toBeGreaterThan(before);
    expect(device().arenaBytes).toBe(arena);
    expect(Math.max(...model.programs.all.map(({ program }) => program.memory.arena))).toBe(arena);
  });

  test("dispose frees programs and places, keeps the weights, and the model can be used again", async () => {
    const { x, y } = rows(4);
    const model = small({ optimizer: "adam" });
    await model.fit(x, y, { epochs: 3, ...quiet });
    const [weights, prediction] = [weightsOf(model), [...(await model.predict(x)).dataSync()]];
    const used = device().usage().used;
    model.dispose();
    expect(device().usage().used).toBeLessThan(used);
    expect(weightsOf(model)).toEqual(weights);
    expect([...(await model.predict(x)).dataSync()]).toEqual(prediction);
    await model.fit(x, y, quiet);
    expect(model.optimizer.iterations).toBe(4);
  });
});
