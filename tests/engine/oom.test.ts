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
  const figures = /planned: [\d.]+ [KM]B of variables, [\d.]+ MB for values that take [\d.]+ MB without sharing/;
  await expect(model.fit(x, y, { batchSize: 32, verbose: 0 })).rejects.toThrow(figures);
  const { history } = await model.fit(x, y, { batchSize: 1, verbose: 0 });
  expect(history["loss"]).toEqual([0]);
  expect(model.memory().snapshot).toBeGreaterThan(model.memory().weights);
});
