/** Ending training early: callbacks, anybody, AbortSignal. The weights are those of the last whole step. */
import { callbacks, layers, Sequential, utils } from "keratin";
import { describe, expect, test } from "vitest";
import { rows, small, wave, weightsOf } from "./support";

const { LambdaCallback } = callbacks;
const quiet = { verbose: 0 } as const;

/** A model whose epoch of `big` rows takes some hundred milliseconds. */
function slow(): Sequential {
  utils.setRandomSeed(2);
  const model = new Sequential([
    layers.input({ shape: [12, 12, 4] }),
    layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
    layers.batchNormalization(),
    layers.flatten(),
    layers.dense({ units: 3 }),
  ]);
  model.compile({ optimizer: "adam", loss: "mse" });
  return model;
}
const COUNT = 8000;
const x = wave(COUNT * 576, 0.21);
const y = wave(COUNT * 3, 0.13);
const options = { batchSize: 16, shuffle: false, ...quiet };

/** The weights after `steps` steps, one at a time. */
async function after(steps: number): Promise<number[][]> {
  const model = slow();
  for (let i = 0; i < steps; i++) {
    const from = 16 * (i % (COUNT / 16));
    await model.trainOnBatch(x.subarray(from * 576, (from + 16) * 576), y.subarray(from * 3, (from + 16) * 3));
  }
  return weightsOf(model);
}

describe("stopTraining", () => {
  test("set in a batch hook ends training after that step", async () => {
    const data = rows(20);
    const [a, b] = [small(), small()];
    const stop = new LambdaCallback({
      onTrainBatchEnd: (batch) => {
        if (batch === 2) stop.model.stopTraining = true;
      },
    });
    const { epoch, history } = await a.fit(data.x, data.y, {
      batchSize: 4,
      epochs: 5,
      shuffle: false,
      callbacks: [stop],
      ...quiet,
    });
    await b.fit(data.x.slice(0, 36), data.y.slice(0, 24), { batchSize: 4, shuffle: false, ...quiet });
    expect([epoch, history.loss!.length, a.optimizer.iterations]).toEqual([[0], 1, 3]);
    expect(weightsOf(a)).toEqual(weightsOf(b));
  });

  test("set at the end of an epoch ends training there, and the next fit begins afresh", async () => {
    const data = rows(4);
    const model = small();
    const stop = new LambdaCallback({
      onEpochEnd: (epoch) => {
        stop.model.stopTraining = epoch === 1;
      },
    });
    expect((await model.fit(data.x, data.y, { epochs: 9, callbacks: [stop], ...quiet })).epoch).toEqual([0, 1]);
    expect((await model.fit(data.x, data.y, { epochs: 3, ...quiet })).epoch).toEqual([0, 1, 2]);
  });

  test("set by anybody while a long epoch runs ends it after the step at hand", async () => {
    const model = slow();
    const watch = setInterval(() => {
      model.stopTraining ||= model.optimizer.iterations > 0;
    }, 5);
    const { epoch } = await model.fit(x, y, { ...options, epochs: 50 });
    clearInterval(watch);
    const steps = model.optimizer.iterations;
    expect(epoch).toEqual([0]);
    expect(steps).toBeGreaterThan(0);
    expect(steps).toBeLessThan(COUNT / 16);
    expect(weightsOf(model)).toEqual(await after(steps));
  });

  test("set in a generator's loop ends it too, and closes the generator", async () => {
    let closed = false;
    const model = small();
    const data = rows(2);
    function* endless(): Generator<[Float32Array, Float32Array]> {
      try {
        for (let i = 0; ; i++) {
          if (i === 3) model.stopTraining = true;
          yield [data.x, data.y];
        }
      } finally {
        closed = true;
      }
    }
    await model.fit(endless, undefined, { epochs: 4, ...quiet });
    expect([closed, model.optimizer.iterations]).toEqual([true, 4]);
  });
});

describe("an AbortSignal", () => {
  test("ends a long fit between steps; the weights are those of the last whole step, and the model goes on", async () => {
    const model = slow();
    const controller = new AbortController();
    const ended: string[] = [];
    const spy = new LambdaCallback({ onTrainEnd: () => void ended.push("end") });
    const watch = setInterval(() => {
      if (model.optimizer.iterations > 0) controller.abort(new Error("enough"));
    }, 5);
    const running = model.fit(x, y, { ...options, epochs: 50, signal: controller.signal, callbacks: [spy] });
    await expect(running).rejects.toThrow("enough");
    clearInterval(watch);
    const steps = model.optimizer.iterations;
    expect(steps).toBeGreaterThan(0);
    const stopped = weightsOf(model);
    expect(stopped).toEqual(await after(steps));
    expect(ended).toEqual([]);
    const { history } = await model.fit(x.subarray(0, 32 * 576), y.subarray(0, 32 * 3), options);
    expect(history.loss![0]).toBeGreaterThan(0);
    expect(model.optimizer.iterations).toBe(steps + 2);
  });

  test("ends fits of many short steps with batch hooks, since the event loop turns between them", async () => {
    const model = small();
    const data = rows(4000);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const hook = new LambdaCallback({ onTrainBatchEnd: () => undefined });
    const running = model.fit(data.x, data.y, {
      batchSize: 1,
      epochs: 1000,
      callbacks: [hook],
      signal: controller.signal,
      ...quiet,
    });
    await expect(running).rejects.toThrow(/abort/i);
    expect(model.optimizer.iterations).toBeLessThan(4000 * 1000);
  });

  test("that is aborted already runs nothing", async () => {
    const model = small();
    const data = rows(4);
    const before = weightsOf(model);
    const signal = AbortSignal.abort(new Error("never"));
    await expect(model.fit(data.x, data.y, { signal, ...quiet })).rejects.toThrow("never");
    await expect(model.evaluate(data.x, data.y, { signal })).rejects.toThrow("never");
    await expect(model.predict(data.x, { signal })).rejects.toThrow("never");
    expect(weightsOf(model)).toEqual(before);
    expect((await model.predict(data.x)).shape).toEqual([4, 2]);
  });

  test("ends evaluate and predict of much data", async () => {
    const model = slow();
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 5);
    const much = new Float32Array(8000 * 576);
    await expect(model.predict(much, { signal: controller.signal, batchSize: 8 })).rejects.toThrow("enough");
    expect((await model.predict(x.subarray(0, 576))).shape).toEqual([1, 3]);
  });
});

test("the event loop keeps turning while a model trains", async () => {
  const model = slow();
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  await model.fit(x, y, { ...options, epochs: 2 });
  clearInterval(timer);
  expect(longest).toBeGreaterThan(0);
  // One slice is 50 ms; a loaded machine may double it.
  expect(longest).toBeLessThan(250);
});

test("a prediction in the middle of a fit sees a whole step, and disturbs nothing", async () => {
  const [a, b] = [slow(), slow()];
  const other = small();
  const data = rows(3);
  const alone = [...(await other.predict(data.x)).dataSync()];
  let seen = 0;
  let running = true;
  const fitted = a.fit(x, y, { ...options, epochs: 6 }).finally(() => {
    running = false;
  });
  while (running) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect([...(await other.predict(data.x)).dataSync()]).toEqual(alone);
    expect(weightsOf(a).flat().every(Number.isFinite)).toBe(true);
    seen++;
  }
  await fitted;
  await b.fit(x, y, { ...options, epochs: 6 });
  expect(seen).toBeGreaterThan(1);
  expect(weightsOf(a)).toEqual(weightsOf(b));
});
