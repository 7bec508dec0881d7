/** Threads that die or throw: the call fails, the model is that of a whole step, the next call works. */
import threads from "node:worker_threads";
import { afterEach, describe, expect, test, vi } from "vitest";
import { engine, init } from "../../ts/backend/engine";
import type { WasmDevice } from "../../ts/engine/device";
import * as keratin from "../../ts/index";
import { DeviceError, type Model } from "../../ts/index";
import { makeData, makeModel } from "../platform/conformance.mjs";

/** All workers that were started. */
const workers: threads.Worker[] = [];
const Real = threads.Worker;
vi.spyOn(threads, "Worker").mockImplementation(function (this: unknown, file: string | URL) {
  const worker = new Real(file);
  workers.push(worker);
  return worker;
} as never);

await init({ threads: 2 });
const device = engine() as WasmDevice;
const { images, labels } = makeData(2560);
const quiet = { batchSize: 32, shuffle: false, verbose: 0 as const };

function bitsOf(model: Model): string {
  const all = [...model.weights, ...model.optimizer!.variables];
  return all.map((v) => new Int32Array(Float32Array.from(v.read()).buffer).join()).join(";");
}

/** The batch behind which a user writes a weight. */
const WRITTEN = 4;

function writeOne(model: Model): void {
  model.weights[0]!.write(Float32Array.from({ length: model.weights[0]!.size }, (_, i) => i / 1000));
}

/** The bits of a model after each number of steps, from the same start; with a weight that a user writes on the way. */
async function history(steps: number, writes = false): Promise<string[]> {
  const model = makeModel(keratin) as Model;
  const out: string[] = [];
  const onTrainBatchEnd = (batch: number): void => {
    if (writes && batch === WRITTEN) writeOne(model);
    out.push(bitsOf(model));
  };
  const note = new keratin.callbacks.LambdaCallback({ onTrainBatchEnd });
  await model.fit(images.slice(0, steps * 32 * 784), labels.slice(0, steps * 32), { ...quiet, callbacks: [note] });
  return out;
}

afterEach(() => device.threads.started());

describe("a thread is lost", () => {
  test("in the middle of fit: the error says so, weights and slots are those of a whole step, the next fit works", async () => {
    const wanted = await history(80);
    const model = makeModel(keratin) as Model;
    let kill = true;
    const killer = new keratin.callbacks.LambdaCallback({
      onTrainBatchEnd: (batch: number) => {
        // It dies while the next step runs: this thread learns of it by waiting.
        if (batch === 5 && kill) void workers.at(-1)!.terminate();
      },
    });
    const before = performance.now();
    const failure = await model.fit(images, labels, { ...quiet, callbacks: [killer] }).catch((error) => error);
    expect(performance.now() - before).toBeLessThan(10_000);
    if (failure instanceof Error) {
      expect(failure).toBeInstanceOf(DeviceError);
      expect(failure.message).toMatch(
        /^threads: a thread was lost in the middle of step \d+ .* those of before step \d+/,
      );
      const steps = Number(model.optimizer!.iterations);
      expect(bitsOf(model)).toBe(wanted[steps - 1]);
    } else expect(bitsOf(model)).toBe(wanted.at(-1));
    kill = false;
    await device.threads.started();
    expect(device.threads.team()).toBeDefined();
    const again = makeModel(keratin) as Model;
    await again.fit(images, labels, quiet);
    expect(bitsOf(again)).toBe(wanted.at(-1));
  });

  test("what a user wrote since the last snapshot is not undone", async () => {
    const wanted = await history(80, true);
    const model = makeModel(keratin) as Model;
    const killer = new keratin.callbacks.LambdaCallback({
      onTrainBatchEnd: (batch: number) => {
        if (batch !== WRITTEN) return;
        writeOne(model);
        void workers.at(-1)!.terminate();
      },
    });
    await model
      .fit(images, labels, { ...quiet, callbacks: [killer] })
      .catch((error) => expect(error.where).toBe("threads"));
    expect(bitsOf(model)).toBe(wanted[Number(model.optimizer!.iterations) - 1]);
  });

  test("between two calls: nobody notices, and the team is made anew", async () => {
    const wanted = (await history(4)).at(-1);
    const dead = device.threads.team();
    await workers.at(-1)!.terminate();
    const model = makeModel(keratin) as Model;
    await model.fit(images.slice(0, 4 * 32 * 784), labels.slice(0, 4 * 32), quiet);
    expect(bitsOf(model)).toBe(wanted);
    await device.threads.started();
    expect(device.threads.team()).not.toBe(dead);
  });
});

test("the team can be stopped and started again, and gives its memory back", async () => {
  const rounds = async (count: number): Promise<number> => {
    for (let i = 0; i < count; i++) {
      await init({ threads: 1 + (i % 3) });
      expect(device.threads.count).toBe(1 + (i % 3));
    }
    await init({ threads: 2 });
    await vi.waitFor(() => expect(workers.filter((w) => w.threadId > 0).length).toBe(1));
    return device.heap.used;
  };
  const used = await rounds(5);
  expect(await rounds(30)).toBe(used);
});
