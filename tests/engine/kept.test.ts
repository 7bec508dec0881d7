/** The memory of what programs keep: shared between sizes of a batch, counted by plans, given back, and when it cannot be had. */
import { describe, expect, test } from "vitest";
import { tensorFrom } from "../../ts/core/convert";
import { DeviceError } from "../../ts/core/errors";
import type { Tensor } from "../../ts/core/tensor";
import { Variable } from "../../ts/core/variable";
import { WasmDevice } from "../../ts/engine/device";
import type { WasmProgram } from "../../ts/engine/program";
import { schedule } from "../../ts/graph/schedule";
import { info, init, layers, Sequential, utils } from "../../ts/index";
import * as ops from "../../ts/ops/gen/table";
import { graphOf, input } from "../graph/support";
import { wave } from "../models/support";
import { expectClose } from "../ops/laws/support";

// A team that starts meanwhile takes scratch memory for its members.
await init({ threads: 1 });

const SIZE = 6 * 6 * 32;
const x = wave(64 * SIZE, 0.7);
const y = wave(64 * 3, 0.3);
const quiet = { verbose: 0 } as const;
/** Of both convolutions: 3 x 3 taps. */
const KERNELS = 9 * (32 * 32 + 32 * 64) * 4;

/** Two convolutions of much larger kernels than anything else, the second before normalization. */
function network(): Sequential {
  utils.setRandomSeed(5);
  return new Sequential([
    layers.input({ shape: [6, 6, 32] }),
    layers.conv2d({ filters: 32, kernelSize: 3, name: "one" }),
    layers.conv2d({ filters: 64, kernelSize: 3, useBias: false, name: "two" }),
    layers.batchNormalization({ name: "norm" }),
    layers.globalAveragePooling2d(),
    layers.dense({ units: 3, name: "head" }),
  ]);
}

function frozen(): Sequential {
  const model = network();
  for (const layer of model.layers) layer.trainable = layer.name === "head";
  model.compile({ optimizer: "sgd", loss: "mse" });
  return model;
}

const used = (): number => info().memory.used;
const predict = (model: Sequential, batchSize: number): Promise<unknown> =>
  model.predict(x.slice(0, batchSize * SIZE), { batchSize, ...quiet });

describe("the kept values of a model", () => {
  test("are one block for all sizes of a batch, and one for each model", async () => {
    const [model, other] = [network(), network()];
    await predict(model, 64);
    const before = used();
    // From 48 rows on the operand of the head is packed, too.
    for (const size of [48, 52, 57]) await predict(model, size);
    const kept = model.programs.all.map(({ program }) => program.memory.kept);
    expect(kept).toHaveLength(4);
    expect(new Set(kept).size).toBe(1);
    expect(kept[0]).toBeGreaterThanOrEqual(KERNELS);
    expect(used() - before, "three more programs").toBeLessThan(kept[0]! / 2);
    expect(model.memory().kept).toBe(kept[0]);
    const between = used();
    await predict(other, 48);
    expect(used() - between).toBeGreaterThan(2 * KERNELS);
    for (const each of [model, other]) each.dispose();
  });

  test("are given back by dispose, the arena stays", async () => {
    const once = async (): Promise<number> => {
      const model = frozen();
      await predict(model, 64);
      await predict(model, 7);
      await model.fit(x, y, { batchSize: 16, ...quiet });
      const most = used();
      model.dispose();
      for (const variable of [...model.weights, ...model.optimizer.variables]) variable.release();
      return most;
    };
    await once();
    const before = used();
    const most = await once();
    expect(most - before).toBeGreaterThan(2 * KERNELS);
    expect(used()).toBe(before);
  });

  test("are in the plan before they are had, and in what a budget is compared with", async () => {
    for (const [training, model] of [
      [false, network()],
      [true, frozen()],
    ] as const) {
      const plan = model.memory({ batchSize: 8, training });
      expect(plan.kept).toBeGreaterThanOrEqual(KERNELS);
      expect(plan.peak).toBe(plan.weights + plan.slots + plan.arena + plan.programs + plan.kept);
      expect(model.memory({ batchSize: 8, training, budget: plan.peak }).fits).toBe(true);
      expect(model.memory({ batchSize: 8, training, budget: plan.peak - 1 }).fits).toBe(false);
      const data = [x.slice(0, 8 * SIZE), y.slice(0, 8 * 3)] as const;
      const before = used();
      if (training) await model.trainOnBatch(...data);
      else await predict(model, 8);
      const { kept, weights, programs } = model.memory();
      expect(kept).toBe(plan.kept);
      expect(used() - before).toBeGreaterThanOrEqual(kept + weights + programs);
      model.dispose();
    }
  });

  test("of programs that keep different things all count", async () => {
    const model = frozen();
    await predict(model, 64);
    const alone = model.memory();
    await model.trainOnBatch(x, y);
    await predict(model, 50);
    const [first, second, third] = model.programs.all.map(({ program }) => program.memory.kept);
    expect([first, third]).toEqual([alone.kept, alone.kept]);
    const { kept, weights, slots, arena, programs, peak } = model.memory();
    expect(kept).toBe(first! + second!);
    expect(peak).toBe(weights + slots + arena + programs + kept);
    // And so much is given back, beside the programs.
    const before = used();
    model.dispose();
    expect(before - used()).toBeGreaterThanOrEqual(kept + programs);
  });
});

describe("on a device", () => {
  const K = 256;
  const KEPT = K * K * 4;
  const values = wave(K * K, 0.7);
  const feedOf = (device: WasmDevice, rows: number): ReturnType<WasmDevice["allocate"]> => {
    const feed = device.allocate(rows * K * 4);
    feed.write(wave(rows * K, 0.3));
    return feed;
  };
  const variable = (): Variable => new Variable(tensorFrom("test", values, [K, K]));
  /** A product of rows with a variable, and perhaps a sum with constants. */
  const compile = (device: WasmDevice, v: Variable, rows: number, more?: Tensor): WasmProgram => {
    const a = input(rows, K);
    const product = ops.matmul(a, v.value);
    const outputs = more ? [product, ops.add(ops.sum(a), more)] : [product];
    return device.compile(schedule(graphOf(...outputs), [a], new Set())) as WasmProgram;
  };
  const wanted = (rows: number): Float64Array => {
    const a = wave(rows * K, 0.3);
    return Float64Array.from({ length: rows * K }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += a[Math.floor(i / K) * K + k]! * values[k * K + (i % K)]!;
      return sum;
    });
  };

  test("they last as long as one of their programs, and as an open run", () => {
    const device = new WasmDevice();
    const v = variable();
    const [a, b] = [compile(device, v, 64), compile(device, v, 48)];
    const feeds = [feedOf(device, 64), feedOf(device, 48)];
    a.start([feeds[0]!], 1).resume(Number.POSITIVE_INFINITY);
    a.dispose();
    const { used } = device.usage();
    const run = b.start([feeds[1]!], 2);
    run.resume(0);
    expect(run.steps).toBe(0);
    b.dispose();
    expect(device.usage().used, "the run is open").toBeGreaterThan(used - KEPT);
    device.allocate(KEPT).write(new Float32Array(K * K).fill(Number.NaN));
    run.resume(Number.POSITIVE_INFINITY);
    expectClose(run.output(0), wanted(48), 2e-6);
    expect(device.usage().used, "kept values are gone, others took as much").toBeLessThan(used);
    // Others of the same do not find what is gone.
    const c = compile(device, v, 64);
    c.start([feeds[0]!], 1).resume(Number.POSITIVE_INFINITY);
    expectClose(c.output(0), wanted(64), 2e-6);
  });

  test("when they cannot be had the error says so, and the next try works", () => {
    const device = new WasmDevice({ memory: 2 ** 21 });
    const v = variable();
    const feed = feedOf(device, 64);
    const filler = device.allocate(device.room - KEPT);
    const { used } = device.usage();
    expect(() => compile(device, v, 64)).toThrow(DeviceError);
    expect(() => compile(device, v, 64)).toThrow(/^memory: packed weights needs 256 KB that cannot be had/);
    expect(device.usage().used).toBe(used);
    filler.dispose();
    const program = compile(device, v, 64);
    // Now the variable itself has no room when it is first read.
    const second = device.allocate(device.room - KEPT / 2);
    expect(() => program.start([feed], 1).resume(Number.POSITIVE_INFINITY)).toThrow(DeviceError);
    second.dispose();
    program.start([feed], 1).resume(Number.POSITIVE_INFINITY);
    expectClose(program.output(0), wanted(64), 2e-6);
  });

  test("a program that cannot be had leaves nothing behind of what it would keep", () => {
    const device = new WasmDevice({ memory: 2 ** 21 });
    const v = variable();
    const { used } = device.usage();
    // Its constants would have room alone, not beside what is kept.
    const size = Math.floor((device.room - KEPT / 2) / 4);
    const large = tensorFrom("test", wave(size, 0.1), [size]);
    expect(() => compile(device, v, 64, large)).toThrow(DeviceError);
    expect(device.usage().used).toBe(used);
  });
});
