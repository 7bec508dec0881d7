/** Frozen layers: what they keep, and what they cost. */
import { input, layers, Model, regularizers, Sequential, utils } from "keratin";
import { describe, expect, test } from "vitest";
import { wave, weightsOf } from "./support";

const quiet = { verbose: 0 } as const;
const options = { batchSize: 8, shuffle: false, ...quiet };
const x = wave(16 * 4, 0.7);
const y = wave(16 * 2, 0.4);

function deep(): Sequential {
  utils.setRandomSeed(21);
  return new Sequential([
    layers.input({ shape: [4] }),
    layers.dense({ units: 6, activation: "relu", name: "one" }),
    layers.dense({ units: 6, activation: "tanh", name: "two" }),
    layers.dense({ units: 2, name: "three" }),
  ]);
}

/** Instructions of the training step. */
async function instructions(model: Model): Promise<number> {
  model.compile({ optimizer: "sgd", loss: "mse" });
  await model.fit(x, y, options);
  return Math.max(...model.programs.all.map(({ program }) => program.counts.instructions));
}

describe("layers that are not trainable", () => {
  test("keep their weights, while the others move", async () => {
    const model = deep();
    model.getLayer("two").trainable = false;
    model.compile({ optimizer: "adam", loss: "mse" });
    const before = weightsOf(model);
    await model.fit(x, y, { ...options, epochs: 3 });
    const after = weightsOf(model);
    expect(after.slice(2, 4)).toEqual(before.slice(2, 4));
    for (const i of [0, 1, 4, 5]) expect(after[i], `weight ${i}`).not.toEqual(before[i]);
    expect(model.optimizer.variables).toHaveLength(2 + 2 * 4);
  });

  test("cost no backward instructions, and their activations are not kept", async () => {
    const all = await instructions(deep());
    const half = deep();
    half.getLayer("one").trainable = false;
    const headOnly = deep();
    for (const layer of headOnly.layers.slice(0, -1)) layer.trainable = false;
    const [some, few] = [await instructions(half), await instructions(headOnly)];
    const forward = deep();
    await forward.predict(x, { batchSize: 8 });
    const least = forward.programs.all[0]!.program.counts.instructions;
    expect(some).toBeLessThan(all);
    expect(few).toBeLessThan(some);
    // Of the last layer: two gradients and their updates, the loss and its gradient; nothing for the layers below.
    expect(few - least).toBeLessThanOrEqual(16);
    expect(headOnly.memory().slots).toBe(8);
  });

  test("change from one compile to the next, and only there", async () => {
    const model = deep();
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(x, y, options);
    model.getLayer("three").trainable = false;
    const before = weightsOf(model);
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(x, y, options);
    const frozen = weightsOf(model);
    expect(frozen.slice(4)).toEqual(before.slice(4));
    expect(frozen.slice(0, 4)).not.toEqual(before.slice(0, 4));
    model.getLayer("three").trainable = true;
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(x, y, options);
    expect(weightsOf(model).slice(4)).not.toEqual(before.slice(4));
  });

  test("inside a nested model freeze with it", async () => {
    utils.setRandomSeed(3);
    const inner = new Sequential([layers.input({ shape: [4] }), layers.dense({ units: 3 })], { name: "inner" });
    const a = input({ shape: [4] });
    const model = new Model({ inputs: a, outputs: layers.dense({ units: 2 }).apply(inner.apply(a)) });
    inner.trainable = false;
    expect(inner.layers[0]!.trainable).toBe(false);
    expect(model.trainableWeights).toHaveLength(2);
    model.compile({ optimizer: "sgd", loss: "mse" });
    const before = inner.weights.map((v) => v.read());
    await model.fit(x, y, options);
    expect(inner.weights.map((v) => v.read())).toEqual(before);
  });

  test("may be all of them: training then changes nothing and still counts the loss", async () => {
    const model = deep();
    model.trainable = false;
    model.compile({ optimizer: "sgd", loss: "mse" });
    const before = weightsOf(model);
    const { history } = await model.fit(x, y, options);
    expect(weightsOf(model)).toEqual(before);
    expect(history.loss![0]).toBeCloseTo((await model.evaluate(x, y)).loss!, 5);
  });
});

describe("BatchNormalization", () => {
  function normal(): Sequential {
    utils.setRandomSeed(5);
    return new Sequential([
      layers.input({ shape: [4] }),
      layers.batchNormalization({ name: "bn", momentum: 0.5 }),
      layers.dense({ units: 2, name: "out" }),
    ]);
  }

  test("that trains moves its statistics toward the batch's, and its own weights", async () => {
    const model = normal();
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.trainOnBatch(x.slice(0, 32), y.slice(0, 16));
    const mean = [0, 0, 0, 0];
    for (let i = 0; i < 32; i++) mean[i % 4]! += x[i]! / 8;
    const [gamma, , moving] = model
      .getLayer("bn")
      .getWeights()
      .map((w) => [...w.dataSync()]);
    moving!.forEach((value, i) => {
      expect(value).toBeCloseTo(0.5 * mean[i]!, 5);
    });
    expect(gamma).not.toEqual([1, 1, 1, 1]);
  });

  test("that is frozen keeps its statistics and uses them in training, as in Keras", async () => {
    const model = normal();
    const layer = model.getLayer("bn");
    layer.setWeights([
      [1, 2, 1, 2],
      [0, 1, 0, 1],
      [0.1, 0.2, 0.3, 0.4],
      [1, 2, 3, 4],
    ]);
    layer.trainable = false;
    model.compile({ optimizer: "sgd", loss: "mse" });
    const before = layer.getWeights().map((w) => [...w.dataSync()]);
    const expected = await model.evaluate(x, y, { batchSize: 16 });
    const { history } = await model.fit(x, y, { ...options, batchSize: 16 });
    expect(layer.getWeights().map((w) => [...w.dataSync()])).toEqual(before);
    // The first step's loss is that of the frozen statistics, not of the batch's own.
    expect(history.loss![0]).toBeCloseTo(expected.loss!, 5);
  });

  test("leaves its statistics alone in evaluate and predict", async () => {
    const model = normal();
    model.compile({ optimizer: "sgd", loss: "mse" });
    const before = weightsOf(model);
    await model.evaluate(x, y);
    await model.predict(x);
    expect(weightsOf(model)).toEqual(before);
  });
});

describe("losses beside the model's own", () => {
  test("regularizers of weights add their terms to the loss, in training and in evaluate", async () => {
    const build = (kernelRegularizer?: unknown): Sequential => {
      utils.setRandomSeed(6);
      const dense = layers.dense({ units: 2, ...(kernelRegularizer ? { kernelRegularizer } : {}) } as never);
      const model = new Sequential([layers.input({ shape: [4] }), dense]);
      model.compile({ optimizer: "sgd", loss: "mse" });
      return model;
    };
    const [plain, with2, with1] = [build(), build(regularizers.l2({ l2: 0.5 })), build("l1")];
    const kernel = [...plain.weights[0]!.read()];
    const squares = kernel.reduce((sum, w) => sum + w * w, 0);
    const sizes = kernel.reduce((sum, w) => sum + Math.abs(w), 0);
    const { loss } = await plain.evaluate(x, y);
    expect((await with2.evaluate(x, y)).loss).toBeCloseTo(loss! + 0.5 * squares, 4);
    expect((await with1.evaluate(x, y)).loss).toBeCloseTo(loss! + 0.01 * sizes, 4);
    await plain.trainOnBatch(x, y);
    await with2.trainOnBatch(x, y);
    const [moved, shrunk] = [plain.weights[0]!.read(), with2.weights[0]!.read()];
    kernel.forEach((w, i) => {
      expect(shrunk[i]).toBeCloseTo(moved[i]! - 0.01 * 2 * 0.5 * w, 5);
    });
  });

  test("a frozen layer's regularizer counts no more", async () => {
    const dense = layers.dense({ units: 2, kernelRegularizer: "l2" });
    const model = new Sequential([layers.input({ shape: [4] }), dense, layers.dense({ units: 2 })]);
    dense.trainable = false;
    model.compile({ optimizer: "sgd", loss: "mse" });
    const first = (await model.evaluate(x, y)).loss!;
    const [out, mean] = [(await model.predict(x)).dataSync(), { sum: 0 }];
    out.forEach((value, i) => {
      mean.sum += (value - y[i]!) ** 2 / out.length;
    });
    expect(first).toBeCloseTo(mean.sum, 5);
  });
});

test("trainable set after compile takes effect at the next compile, for other batch sizes too", async () => {
  const [model, wanted] = [deep(), deep()];
  for (const one of [model, wanted]) {
    one.compile({ optimizer: "adam", loss: "mse" });
    await one.fit(x, y, options);
  }
  model.getLayer("one").trainable = false;
  for (const one of [model, wanted]) await one.fit(x, y, { ...options, batchSize: 5 });
  expect(weightsOf(model)).toEqual(weightsOf(wanted));
});
