/** Where the time of a step goes: model.profile. */
import {
  input,
  layers,
  Model,
  type Profile,
  Sequential,
  ShapeError,
  StateError,
  tensor,
  utils,
  ValueError,
} from "keratin";
import { describe, expect, test } from "vitest";
import { wave, weightsOf } from "./support";

const x = tensor(wave(4 * 6 * 6 * 2, 0.3), [4, 6, 6, 2]);
const y = Int32Array.of(0, 1, 2, 1);
function network(): Model {
  utils.setRandomSeed(3);
  const model = new Sequential([
    layers.input({ shape: [6, 6, 2] }),
    layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu", name: "conv" }),
    layers.depthwiseConv2d({ kernelSize: 3, name: "depthwise" }),
    layers.flatten({ name: "flatten" }),
    layers.dense({ units: 3, activation: "softmax", name: "dense" }),
  ]);
  return model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
}
const layer = (profile: Profile, name: string) => profile.layers.find((one) => one.name === name)!;

describe("a prediction", () => {
  test("counts multiplications and bytes of each layer, and its shares are the whole", async () => {
    const profile = await network().profile(x, undefined, { repeats: 3 });
    expect(profile.mode).toBe("predict");
    expect(profile.batchSize).toBe(4);
    expect(layer(profile, "conv").macs).toBe(4 * 4 * 4 * 3 * 3 * 2 * 4);
    expect(layer(profile, "depthwise").macs).toBe(4 * 2 * 2 * 3 * 3 * 4);
    expect(layer(profile, "dense").macs).toBe(4 * 16 * 3);
    const sum = (list: readonly { percent: number }[]): number => list.reduce((all, { percent }) => all + percent, 0);
    expect(sum(profile.layers)).toBeCloseTo(100);
    expect(sum(profile.kernels)).toBeCloseTo(100);
    expect(profile.phases.backward.milliseconds).toBe(0);
    expect(profile.layers.map(({ name }) => name)).toEqual(["(data)", "conv", "depthwise", "dense"]);
    expect(profile.milliseconds).toBeGreaterThan(0);
    const { trace, gradients, passes, schedule, encode, total } = profile.compile;
    expect(total).toBeCloseTo(trace + gradients + passes + schedule + encode);
  });

  test("of a model that is not compiled, with layers of a model inside", async () => {
    const inner = new Sequential([layers.input({ shape: [3] }), layers.dense({ units: 2, name: "deep" })], {
      name: "inner",
    });
    const a = input({ shape: [3] });
    const model = new Model({ inputs: a, outputs: layers.dense({ units: 1, name: "top" }).apply(inner.apply(a)) });
    const profile = await model.profile([[1, 2, 3]], null, { repeats: 1 });
    expect(profile.layers.map(({ name }) => name)).toEqual(["(data)", "deep", "top"]);
  });
});

describe("a step of training", () => {
  test("has forward, backward and update apart, and leaves no trace", async () => {
    const model = network();
    await model.fit(x, y, { batchSize: 4, verbose: 0 });
    const before = [weightsOf(model), model.optimizer.variables.map((variable) => [...variable.read()])];
    const profile = await model.profile(x, y, { repeats: 5 });
    expect([weightsOf(model), model.optimizer.variables.map((variable) => [...variable.read()])]).toEqual(before);
    // Forward, and the gradient to the kernel; the first layer's input takes none.
    expect(layer(profile, "conv").macs).toBe(2 * 4 * 4 * 4 * 3 * 3 * 2 * 4);
    expect(layer(profile, "dense").macs).toBe(3 * 4 * 16 * 3);
    for (const name of ["conv", "dense"]) {
      const { phases, milliseconds } = layer(profile, name);
      expect(Math.min(phases.forward, phases.backward, phases.update)).toBeGreaterThan(0);
      expect(phases.forward + phases.backward + phases.update).toBeCloseTo(milliseconds);
    }
    expect(profile.phases.update.milliseconds).toBeGreaterThan(0);
    expect(profile.kernels.find(({ kernel }) => kernel === "adam")!.instructions).toBe(6);
    const other = network();
    await other.fit(x, y, { batchSize: 4, epochs: 3, verbose: 0, shuffle: false });
    const same = network();
    await same.fit(x, y, { batchSize: 4, verbose: 0, shuffle: false });
    await same.profile(x, y, { repeats: 2 });
    await same.fit(x, y, { batchSize: 4, epochs: 2, verbose: 0, shuffle: false });
    expect(weightsOf(same)).toEqual(weightsOf(other));
  });

  test("without the gradients of frozen layers", async () => {
    const model = network();
    for (const one of model.layers.slice(0, -1)) one.trainable = false;
    model.compile({ optimizer: "sgd", loss: "sparse_categorical_crossentropy" });
    const profile = await model.profile(x, y, { repeats: 1 });
    expect(layer(profile, "conv").phases.backward).toBe(0);
    expect(layer(profile, "dense").phases.backward).toBeGreaterThan(0);
  });
});

describe("a profile", () => {
  test("prints as tables", async () => {
    const text = String(await network().profile(x, y, { repeats: 1 }));
    expect(text).toMatch(/^sequential\S*: a step of training of 4 rows\n {2}one thread +[\d.]+ ms/);
    expect(text).toMatch(/\nlayer +forward +backward +update +ms +% +MACs +bytes +GFLOP\/s\n/);
    expect(text).toMatch(/\nconv +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +9,216 /);
    expect(text).toMatch(/\nkernel +instructions +ms/);
  });

  test("becomes a trace of Chrome: spans that follow each other, in microseconds", async () => {
    const profile = await network().profile(x, y, { repeats: 1 });
    const { traceEvents } = JSON.parse(JSON.stringify(profile.chromeTrace())) as {
      traceEvents: { ph: string; tid: number; ts: number; dur: number; name: string; args: Record<string, unknown> }[];
    };
    const own = traceEvents.filter(({ ph, tid }) => ph === "X" && tid === 1);
    expect(own.length).toBe(profile.instructions.length);
    own.slice(1).forEach((event, i) => expect(event.ts).toBeCloseTo(own[i]!.ts + own[i]!.dur));
    expect(own.find(({ name }) => name === "conv")!.args).toMatchObject({ layer: "conv", macs: 4608 });
    const span = traceEvents.filter(({ ph, tid }) => ph === "X" && tid === 2);
    expect(span.reduce((sum, { dur }) => sum + dur, 0)).toBeCloseTo(own.reduce((sum, { dur }) => sum + dur, 0));
  });
});

describe("mistakes", () => {
  test("say what is wrong, and the next call works", async () => {
    const model = network();
    const before = weightsOf(model);
    await expect(model.profile(x, Int32Array.of(0, 1, 2, 7))).rejects.toThrow(/out of range/);
    expect(weightsOf(model)).toEqual(before);
    await expect(model.profile(tensor(new Float32Array(0), [0, 6, 6, 2]))).rejects.toThrow(ShapeError);
    await expect(model.profile(x, y, { batch: 3 } as never)).rejects.toThrow(/batchSize/);
    await expect(model.profile(x, y, { repeats: 0 })).rejects.toThrow(ValueError);
    await expect(
      new Sequential([layers.input({ shape: [2] }), layers.dense({ units: 1 })]).profile([[1, 2]], [1]),
    ).rejects.toThrow(StateError);
    expect((await model.profile(x, y, { repeats: 1 })).kernels.length).toBeGreaterThan(3);
  });
});
