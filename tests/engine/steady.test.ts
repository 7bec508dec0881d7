/** What is made once of unchanging variables: anew when one of them changed, shared between programs, given back. */
import { afterEach, describe, expect, test } from "vitest";
import { tensorFrom } from "../../ts/core/convert";
import type { DeviceBuffer, Program } from "../../ts/core/device";
import { Variable } from "../../ts/core/variable";
import { WasmDevice } from "../../ts/engine/device";
import { schedule } from "../../ts/graph/schedule";
import { callbacks, K, layers, type Model, Sequential, type Tensor, utils } from "../../ts/index";
import * as ops from "../../ts/ops/gen/table";
import { graphOf, input } from "../graph/support";
import { valuesOfTensor, wave, weightsOf } from "../models/support";

const ROWS = 64;
const x = wave(ROWS * 6 * 6 * 8, 0.7);
const y = wave(ROWS * 3, 0.3);
const quiet = { verbose: 0 } as const;

let made: Sequential[] = [];
afterEach(() => {
  for (const model of made) model.dispose();
  made = [];
});

/** A convolution whose kernel is packed with the normalization behind it, and a product whose operand is packed. */
function network(seed = 5): Sequential {
  utils.setRandomSeed(seed);
  const model = new Sequential([
    layers.input({ shape: [6, 6, 8] }),
    layers.conv2d({ filters: 16, kernelSize: 3, useBias: false, name: "conv" }),
    layers.batchNormalization({ name: "norm" }),
    layers.reLU(),
    layers.flatten(),
    layers.dense({ units: 24, activation: "relu", name: "hidden" }),
    layers.dense({ units: 3, name: "head" }),
  ]);
  made.push(model);
  return model;
}

async function predictions(model: Model, rows = ROWS, batchSize = ROWS): Promise<number[]> {
  return valuesOfTensor((await model.predict(x.slice(0, rows * 288), { batchSize, ...quiet })) as Tensor);
}

/** Checks that a model predicts what a new one of its weights does. */
async function isUpToDate(model: Model, note?: string): Promise<void> {
  const fresh = network(99);
  fresh.setWeights(model.getWeights());
  const found = await predictions(model);
  expect(model.memory().kept, "something is kept").toBeGreaterThan(8 * 16 * 9 * 4);
  expect(found, note).toEqual(await predictions(fresh));
}

/** The other weights of a model. */
const moved = (model: Model): Tensor[] => model.getWeights().map((w) => ops.add(ops.multiply(w, 0.5), 0.25));

describe("a prediction follows", () => {
  test("weights that are set, assigned, updated and written", async () => {
    const model = network();
    let last = await predictions(model);
    const changed = async (note: string): Promise<void> => {
      await isUpToDate(model, note);
      const now = await predictions(model);
      expect(now, note).not.toEqual(last);
      last = now;
    };
    model.setWeights(moved(model));
    await changed("setWeights");
    for (const variable of model.weights) {
      variable.assign(ops.add(ops.multiply(variable, 0.75), 0.125));
      await changed(`assign ${variable.path}`);
      K.update(variable, ops.add(variable, 0.25));
      await changed(`update ${variable.path}`);
      variable.write(variable.read().map((value) => value * 0.875 + 0.0625));
      await changed(`write ${variable.path}`);
    }
  });

  test("a function of the backend that updates a variable", async () => {
    const model = network();
    const [kernel] = model.weights as [Variable];
    const before = await predictions(model);
    const halve = K.function([], [ops.sum(kernel)], { updates: [[kernel, ops.multiply(kernel, 0.5)]] });
    halve([]);
    await isUpToDate(model);
    expect(await predictions(model)).not.toEqual(before);
  });

  test("weights that are loaded", async () => {
    const [model, other] = [network(), network(6)];
    const before = await predictions(model);
    await model.loadWeights((await other.save()) as Uint8Array);
    await isUpToDate(model);
    const loaded = await predictions(model);
    expect(loaded).toEqual(await predictions(other));
    expect(loaded).not.toEqual(before);
  });

  test("training, also what it changes without a gradient", async () => {
    const model = network();
    model.compile({ optimizer: "sgd", loss: "mse" });
    await predictions(model);
    await model.fit(x, y, { batchSize: 32, ...quiet });
    await isUpToDate(model, "fit");
    await model.trainOnBatch(x, y);
    await isUpToDate(model, "trainOnBatch");
    // Only the moments of the normalization move.
    for (const layer of model.layers) layer.trainable = layer.name === "head" || layer.name === "norm";
    model.compile({ optimizer: "sgd", loss: "mse" });
    await predictions(model);
    await model.trainOnBatch(x, y);
    await isUpToDate(model, "normalization");
  });

  test("a variable whose place was given up", async () => {
    const model = network();
    const before = await predictions(model);
    const [kernel] = model.weights as [Variable];
    kernel.release();
    expect(await predictions(model)).toEqual(before);
    kernel.release();
    kernel.write(kernel.read().map((value) => value * 2));
    // Placed by another: a new place that was written as often as the old one.
    ops.sum(kernel).dataSync();
    await isUpToDate(model);
    expect(await predictions(model)).not.toEqual(before);
  });

  test("the weights behind a profile, of a prediction and of training", async () => {
    const model = network();
    model.compile({ optimizer: "sgd", loss: "mse" });
    const before = await predictions(model);
    model.setWeights(moved(model));
    await model.profile(x, undefined, { repeats: 1 });
    await isUpToDate(model, "first profile, then predict");
    expect(await predictions(model)).not.toEqual(before);
    const kept = await predictions(model);
    await model.profile(x, y, { repeats: 1 });
    expect(await predictions(model)).toEqual(kept);
    await isUpToDate(model, "training was profiled");
  });
});

/** A program that packs a variable: the product of rows with it. */
function product(device: WasmDevice): { program: Program; kernel: Variable; feed: DeviceBuffer } {
  const kernel = new Variable(tensorFrom("test", wave(32 * 32, 0.7), [32, 32]));
  const rows = input(64, 32);
  const program = device.compile(schedule(graphOf(ops.matmul(rows, kernel.value)), [rows], new Set()));
  const feed = device.allocate(rows.size * 4);
  feed.write(wave(rows.size, 0.3));
  return { program, kernel, feed };
}

test("what is timed is the program over values that are up to date", () => {
  const device = new WasmDevice();
  const { program, kernel, feed } = product(device);
  const timed = (): number[] => {
    program.time([feed], 1);
    return [...program.output(0)];
  };
  const run = (): number[] => {
    program.start([feed], 1).resume(Number.POSITIVE_INFINITY);
    return [...program.output(0)];
  };
  const first = timed();
  expect(first).toEqual(run());
  kernel.write(wave(32 * 32, 0.1));
  const second = timed();
  expect(second).not.toEqual(first);
  expect(second).toEqual(run());
});

test("what a program keeps is made once, and not again while its variables stay", () => {
  const device = new WasmDevice();
  let runs = 0;
  const owner = device as { exports: WasmDevice["exports"] };
  const real = owner.exports;
  const execute: typeof real.execute = (...args) => {
    runs++;
    return real.execute(...args);
  };
  owner.exports = { ...real, opcodes: real.opcodes, execute };
  const { program, kernel, feed } = product(device);
  const once = (): number => {
    const before = runs;
    program.start([feed], 3).resume(Number.POSITIVE_INFINITY);
    return runs - before;
  };
  expect(program.memory.kept).toBe(32 * 32 * 4);
  expect([once(), once(), once()]).toEqual([2, 1, 1]);
  kernel.write(wave(32 * 32, 0.1));
  expect([once(), once()]).toEqual([2, 1]);
  feed.write(wave(64 * 32, 0.2));
  expect(once(), "an input is no reason").toBe(1);
});

describe("a frozen base", () => {
  const isHead = (name: string): boolean => ["hidden", "head"].includes(name);

  function frozen(seed = 5): Sequential {
    const model = network(seed);
    for (const layer of model.layers) layer.trainable = isHead(layer.name);
    model.compile({ optimizer: "sgd", loss: "mse" });
    return model;
  }

  test("trains the head as if its features were the data", async () => {
    const model = frozen();
    const base = new Sequential([layers.input({ shape: [6, 6, 8] }), ...network().layers.slice(0, 4)]);
    made.push(base);
    base.setWeights(model.getWeights().slice(0, 5));
    const top = new Sequential([
      layers.input({ shape: [256] }),
      layers.dense({ units: 24, activation: "relu" }),
      layers.dense({ units: 3 }),
    ]);
    made.push(top);
    top.setWeights(model.getWeights().slice(5));
    top.compile({ optimizer: "sgd", loss: "mse" });
    const features = (await base.predict(x, quiet)) as Tensor;
    const options = { batchSize: 32, epochs: 3, shuffle: false, ...quiet };
    const before = weightsOf(model);
    const { history } = await model.fit(x, y, options);
    const reference = await top.fit(features, y, options);
    expect(model.memory().kept).toBeGreaterThan(0);
    history["loss"]!.forEach((loss, i) => {
      expect(Math.abs(loss - reference.history["loss"]![i]!)).toBeLessThan(1e-6);
    });
    const after = weightsOf(model);
    expect(after.slice(0, 5)).toEqual(before.slice(0, 5));
    weightsOf(top).forEach((weight, i) => {
      expect(after[5 + i]).not.toEqual(before[5 + i]);
      weight.forEach((value, j) => {
        expect(Math.abs(value - after[5 + i]![j]!)).toBeLessThan(1e-6);
      });
    });
    await isUpToDate(model);
  });

  test("that a callback changes between two batches counts from the next step on", async () => {
    const change = (model: Model): void => {
      const [kernel] = model.weights as [Variable];
      kernel.write(kernel.read().map((value) => value * 0.5 + 0.125));
    };
    const [model, byHand, still] = [frozen(), frozen(), frozen()];
    const at = new callbacks.LambdaCallback({
      onTrainBatchEnd: (batch: number) => (batch === 1 ? change(model) : undefined),
    });
    const options = { batchSize: 16, shuffle: false, ...quiet };
    await model.fit(x, y, { ...options, callbacks: [at] });
    for (let batch = 0; batch < 4; batch++) {
      await byHand.trainOnBatch(
        x.slice(batch * 16 * 288, (batch + 1) * 16 * 288),
        y.slice(batch * 16 * 3, (batch + 1) * 16 * 3),
      );
      if (batch === 1) change(byHand);
    }
    await still.fit(x, y, options);
    change(still);
    expect(weightsOf(model)).toEqual(weightsOf(byHand));
    expect(weightsOf(model)).not.toEqual(weightsOf(still));
  });
});
