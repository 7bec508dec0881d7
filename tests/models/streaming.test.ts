/** Data that does not fit a quarter of the memory limit is streamed through it, with the same bits. */
import { DeviceError, init, layers, Sequential, StateError, utils } from "keratin";
import { beforeAll, describe, expect, test } from "vitest";
import { device, rows, small, valuesOfTensor, wave, weightsOf } from "./support";

const LIMIT = 6 * 2 ** 20;
const quiet = { verbose: 0 } as const;

beforeAll(() => init({ memory: LIMIT }));

/** Runs `body` as if the device had so little memory that data of more than `bytes` is streamed. */
async function streaming<T>(bytes: number, body: () => Promise<T>): Promise<T> {
  const owner = device() as unknown as { limit: number };
  const limit = owner.limit;
  owner.limit = bytes * 4;
  try {
    return await body();
  } finally {
    owner.limit = limit;
  }
}

describe("streamed data gives the bits of data that is there whole", () => {
  const { x, y } = rows(103);
  const bytes = (Float32Array.from(x).length + y.length) * 4;

  test.each([bytes - 1, bytes / 3, 500, 1])("in fit, windows of %f bytes", async (window) => {
    const run = async (): Promise<unknown> => {
      const model = small({ metrics: ["mae"] });
      utils.setRandomSeed(5);
      const { history } = await model.fit(x, y, { batchSize: 8, epochs: 3, validationSplit: 0.2, ...quiet });
      return [weightsOf(model), history];
    };
    expect(await streaming(window, run)).toEqual(await run());
  });

  test("in evaluate and predict, of bytes too", async () => {
    const model = small({ metrics: ["mae"] });
    const images = Uint8Array.from(x, (v) => 100 + 99 * v);
    const run = async (): Promise<unknown> => [
      await model.evaluate(images, y, { batchSize: 8 }),
      valuesOfTensor(await model.predict(images, { batchSize: 10 })),
    ];
    expect(await streaming(200, run)).toEqual(await run());
  });
});

describe("with 6 MiB of memory", () => {
  test("the limit is what init was told, and init is too late once the engine runs", async () => {
    expect(device().limit).toBe(LIMIT);
    await expect(init({ memory: LIMIT })).rejects.toThrow(StateError);
    await expect(init({ memory: LIMIT })).rejects.toThrow(/init: the engine runs already.*before the first op/);
  });

  test("16 MB of data train a model, and linear memory stays within the limit", async () => {
    const model = small();
    const count = 800_000;
    const x = wave(count * 3, 0.7);
    const y = wave(count * 2, 0.3);
    await model.fit(x, y, { batchSize: 4000, shuffle: false, ...quiet });
    expect(model.optimizer.iterations).toBe(200);
    expect(device().usage().total).toBeLessThanOrEqual(LIMIT);
    const step = small();
    for (let i = 0; i < 200; i++) {
      await step.trainOnBatch(x.subarray(i * 12_000, (i + 1) * 12_000), y.subarray(i * 8000, (i + 1) * 8000));
    }
    expect(weightsOf(step)).toEqual(weightsOf(model));
  });

  test("memory that cannot be had is a DeviceError that tells what and how much; the model works right after", async () => {
    const model = small();
    const { x, y } = rows(200_000);
    const before = weightsOf(model);
    const failed = model.fit(x, y, { batchSize: 200_000, ...quiet });
    await expect(failed).rejects.toThrow(DeviceError);
    await expect(model.fit(x, y, { batchSize: 200_000, ...quiet })).rejects.toThrow(
      /fit: a step of training of 200000 rows does not fit in memory; nothing was trained\. Expected at most 6\.00 MB .*MB of values .*A batch of \d+ takes .*init\(\{ memory \}\)/,
    );
    expect(weightsOf(model)).toEqual(before);
    const used = device().usage().used;
    await expect(model.fit(x, y, { batchSize: 200_000, ...quiet })).rejects.toThrow(DeviceError);
    expect(device().usage().used).toBe(used);
    const { history } = await model.fit(x, y, { batchSize: 1000, ...quiet });
    expect(history.loss![0]).toBeGreaterThan(0);
    expect(device().usage().total).toBeLessThanOrEqual(LIMIT);
  });

  test("a model whose weights cannot be had leaves others whole", async () => {
    const model = small();
    const { x } = rows(4);
    const alone = valuesOfTensor(await model.predict(x));
    utils.setRandomSeed(1);
    const big = new Sequential([
      layers.input({ shape: [1500] }),
      layers.dense({ units: 1500, kernelInitializer: "zeros" }),
    ]);
    await expect(big.predict(wave(1500, 1))).rejects.toThrow(DeviceError);
    expect(valuesOfTensor(await model.predict(x))).toEqual(alone);
  });
});
