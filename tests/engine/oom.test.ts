/** Memory that cannot be had: the error has the plan's figures, and what was there goes on. */
import { expect, test } from "vitest";
import { init } from "../../ts/backend/engine";
import { layers, Sequential } from "../../ts/index";

test("a model too large for memory says what it needs; a smaller batch works right after", async () => {
  await init({ memory: 8 * 2 ** 20, threads: 2 });
  const model = new Sequential([
    layers.input({ shape: [64, 64, 1] }),
    layers.conv2d({ filters: 16, kernelSize: 3 }),
    layers.conv2d({ filters: 16, kernelSize: 3 }),
    layers.flatten(),
    layers.dense({ units: 1 }),
  ]);
  model.compile({ optimizer: "sgd", loss: "mse" });
  const x = new Uint8Array(32 * 64 * 64);
  const y = new Float32Array(32);
  const before = model.getWeights().map((weight) => [...weight.dataSync()]);
  const figures =
    /[\d.]+ [KM]B of weights, .* of the optimizer, [\d.]+ MB of values \([\d.]+ MB without sharing\), .* of data/;
  const failed = model.fit(x, y, { batchSize: 32, verbose: 0 });
  await expect(failed).rejects.toThrow(figures);
  await expect(failed).rejects.toThrow(/A batch of \d takes [\d.]+ MB; with all layers frozen but the last/);
  expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  const { history } = await model.fit(x, y, { batchSize: 1, verbose: 0 });
  expect(history["loss"]).toEqual([0]);
  expect(model.memory().snapshot).toBeGreaterThan(model.memory().weights);
});

test("model.memory plans a step, says whether a budget suffices, and what would", async () => {
  const model = new Sequential([
    layers.input({ shape: [16, 16, 2] }),
    layers.conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
    layers.flatten(),
    layers.dense({ units: 3, activation: "softmax" }),
  ]);
  const predict = model.memory({ batchSize: 8 });
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
  const train = model.memory({ batchSize: 8 });
  expect(train.arena).toBeGreaterThan(predict.arena);
  expect(train.saved).toBe(train.unshared - train.arena);
  expect(train.peak).toBe(train.weights + train.slots + train.arena + train.programs);
  expect(model.memory({ batchSize: 8, training: false }).arena).toBe(predict.arena);
  expect(model.memory().arena, "nothing has run").toBe(0);
  expect(model.memory({ batchSize: 8, budget: train.peak })).toMatchObject({ fits: true });
  const short = model.memory({ batchSize: 8, budget: train.peak - 1 });
  expect(short.fits).toBe(false);
  const [smaller] = short.advice!;
  expect(smaller).toMatch(/^a batch of 4 takes [\d.]+ KB$/);
  expect(model.memory({ batchSize: 4, budget: train.peak - 1 }).fits).toBe(true);
  expect(model.memory({ batchSize: 8, budget: 1000 }).advice![0]).toBe("no batch is small enough");
  // The plan is what a step then takes.
  await model.fit(new Float32Array(8 * 512), new Int32Array(8), { batchSize: 8, verbose: 0 });
  const { arena, unshared, slots } = model.memory();
  expect({ arena, unshared, slots }).toEqual({ arena: train.arena, unshared: train.unshared, slots: train.slots });
  expect(() => model.memory({ budget: -1 })).toThrow(/no number of bytes/);
  const open = new Sequential([layers.input({ shape: [null, 2] }), layers.lstm({ units: 2 })]);
  expect(() => open.memory({ batchSize: 2 })).toThrow(/sizes of .* are not known/);
});
