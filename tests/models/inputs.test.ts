/** What may be given as data: one, a list, by name; typed arrays of any kind; any batch size. */
import { input, K, layers, Model, Sequential, tensor, utils } from "keratin";
import { describe, expect, test } from "vitest";
import { rows, small, valuesOfTensor, wave, weightsOf } from "./support";

const quiet = { verbose: 0 } as const;

function pair(byKey = false): Model {
  utils.setRandomSeed(4);
  const a = input({ shape: [2], name: "left" });
  const b = input({ shape: [3], name: "right" });
  const both = layers.concatenate().apply([a, b]);
  const sum = layers.dense({ units: 1, name: "sum" }).apply(both);
  const more = layers.dense({ units: 2, name: "more" }).apply(both);
  const model = new Model({ inputs: byKey ? { l: a, r: b } : [a, b], outputs: [sum, more] });
  model.compile({ optimizer: "sgd", loss: { sum: "mse", more: "mae" }, lossWeights: { sum: 2, more: 0.5 } });
  return model;
}

describe("several inputs and outputs", () => {
  const [a, b, y, z] = [wave(12, 1.1), wave(18, 0.6), wave(6, 0.9), wave(12, 0.5)];
  const options = { batchSize: 4, epochs: 2, shuffle: false, ...quiet };

  test("are given as lists or by name, with equal results", async () => {
    const [one, two, three] = [pair(), pair(), pair(true)];
    const first = await one.fit([a, b], [y, z], options);
    const second = await two.fit({ right: b, left: a }, { more: z, sum: y }, options);
    const third = await three.fit({ l: a, r: b }, [y, z], options);
    expect(weightsOf(two)).toEqual(weightsOf(one));
    expect(weightsOf(three)).toEqual(weightsOf(one));
    expect(second.history).toEqual(first.history);
    expect(third.history).toEqual(first.history);
    expect(Object.keys(first.history)).toEqual(["loss", "more_loss", "sum_loss"]);
    const { loss, sum_loss: s, more_loss: m } = first.history;
    loss!.forEach((value, i) => {
      expect(value).toBeCloseTo(2 * s![i]! + 0.5 * m![i]!, 5);
    });
  });

  test("come back from predict as a list in the order of the outputs", async () => {
    const model = pair();
    const outputs = (await model.predictAll([a, b])) as { shape: readonly (number | null)[] }[];
    expect(outputs.map((x) => x.shape)).toEqual([
      [6, 1],
      [6, 2],
    ]);
    const one = new Model({ inputs: model.inputs, outputs: model.outputs[0]! });
    expect((await one.predict({ left: a, right: b })).shape).toEqual([6, 1]);
  });

  test("take sample weights for each output, and leave outputs without a loss alone", async () => {
    const model = pair();
    model.compile({ optimizer: "sgd", loss: { sum: "mse" } });
    const before = model.getLayer("more").getWeights()[0]!.dataSync();
    const { history } = await model.fit(
      { left: a, right: b },
      { sum: y },
      { ...options, sampleWeight: { sum: [1, 0, 0, 0, 0, 0] } },
    );
    expect(Object.keys(history)).toEqual(["loss"]);
    expect(model.getLayer("more").getWeights()[0]!.dataSync()).toEqual(before);
  });
});

describe("kinds of data", () => {
  test("flat typed arrays, nested arrays, rows of typed arrays and tensors are the same data", async () => {
    const { x, y } = rows(5);
    const nested = (flat: Float32Array, size: number): number[][] =>
      Array.from({ length: 5 }, (_, i) => [...flat.subarray(i * size, (i + 1) * size)]);
    const forms: [unknown, unknown][] = [
      [x, y],
      [nested(x, 3), nested(y, 2)],
      [nested(x, 3).map((row) => Float32Array.from(row)), y],
      [tensor(x, [5, 3]), tensor(y, [5, 2])],
      [Float64Array.from(x), Float64Array.from(y)],
      [K.variable(x, { shape: [5, 3] }), y],
    ];
    const results: number[][][] = [];
    for (const [data, targets] of forms) {
      const model = small();
      await model.fit(data, targets, { batchSize: 2, shuffle: false, ...quiet });
      results.push(weightsOf(model));
    }
    for (const weights of results) expect(weights).toEqual(results[0]);
  });

  test.each([
    Uint8Array,
    Int8Array,
    Int16Array,
    Int32Array,
    Uint8ClampedArray,
    Uint16Array,
    Uint32Array,
  ])("%o are widened exactly where they are read, with the bits of float32 data", async (Kind) => {
    const numbers = Array.from({ length: 7 * 3 }, (_, i) => (i * 37) % 120);
    const { y } = rows(7);
    const [a, b] = [small(), small()];
    const options = { batchSize: 3, epochs: 2, shuffle: false, ...quiet };
    await a.fit(new Kind(numbers), y, options);
    await b.fit(Float32Array.from(numbers), y, options);
    expect(weightsOf(a)).toEqual(weightsOf(b));
    expect(valuesOfTensor(await a.predict(new Kind(numbers)))).toEqual(
      valuesOfTensor(await b.predict(Float32Array.from(numbers))),
    );
  });

  test("labels may be whole numbers of any kind or floats, flat or in a column", async () => {
    const { x } = rows(6);
    const labels = [0, 1, 1, 0, 1, 0];
    const results: number[][][] = [];
    for (const y of [
      labels,
      Uint8Array.from(labels),
      Int32Array.from(labels),
      labels.map((k) => [k]),
      Float32Array.from(labels),
    ]) {
      const model = small({ loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
      await model.fit(x, y, { batchSize: 4, shuffle: false, ...quiet });
      results.push(weightsOf(model));
    }
    for (const weights of results) expect(weights).toEqual(results[0]);
  });

  test("the user's arrays are not changed, and changing them afterwards changes nothing", async () => {
    const { x, y } = rows(4);
    const [copyX, copyY] = [x.slice(), y.slice()];
    const model = small();
    const prediction = await model.predict(x);
    await model.fit(x, y, { batchSize: 2, ...quiet });
    expect([x, y]).toEqual([copyX, copyY]);
    const values = valuesOfTensor(prediction);
    x.fill(0);
    expect(valuesOfTensor(prediction)).toEqual(values);
  });
});

describe("a row's numbers do not depend on its neighbours in the batch", () => {
  function images(): Sequential {
    utils.setRandomSeed(9);
    return new Sequential([
      layers.input({ shape: [8, 8, 2] }),
      layers.conv2d({ filters: 5, kernelSize: 3, activation: "relu" }),
      layers.batchNormalization(),
      layers.depthwiseConv2d({ kernelSize: 3 }),
      layers.maxPooling2d(),
      layers.flatten(),
      layers.dense({ units: 7, activation: "softmax" }),
    ]);
  }

  test("predictions have the same bits for every batch size, and row by row", async () => {
    const model = images();
    const count = 11;
    const x = wave(count * 128, 0.37);
    const whole = valuesOfTensor(await model.predict(x, { batchSize: count }));
    for (const batchSize of [1, 2, 3, 4, 7, 32]) {
      expect(valuesOfTensor(await model.predict(x, { batchSize })), `batch size ${batchSize}`).toEqual(whole);
    }
    const alone = valuesOfTensor(await model.predictOnBatch(x.slice(5 * 128, 6 * 128)));
    expect(alone).toEqual(whole.slice(35, 42));
  });

  test("a loss over partial batches is the mean over rows", async () => {
    const model = images();
    model.compile({ loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
    const x = wave(10 * 128, 0.37);
    const y = Int32Array.from({ length: 10 }, (_, i) => i % 7);
    const whole = await model.evaluate(x, y, { batchSize: 10 });
    for (const batchSize of [1, 3, 4, 64]) {
      const parts = await model.evaluate(x, y, { batchSize });
      expect(parts.loss).toBeCloseTo(whole.loss!, 5);
      expect(parts.accuracy).toBeCloseTo(whole.accuracy!, 6);
    }
  });
});

test("predictOnBatch and testOnBatch are predict and evaluate of one batch", async () => {
  const { x, y } = rows(5);
  const model = small({ metrics: ["mae"] });
  const before = weightsOf(model);
  expect(valuesOfTensor(await model.predictOnBatch(x))).toEqual(valuesOfTensor(await model.predict(x)));
  expect(await model.testOnBatch(x, y)).toEqual(await model.evaluate(x, y));
  const weighted = await model.testOnBatch(x, y, { sampleWeight: [2, 2, 2, 2, 2] });
  const plain = await model.testOnBatch(x, y);
  expect(weighted.loss).toBeCloseTo(2 * plain.loss!, 5);
  expect(weighted.mae).toBeCloseTo(plain.mae!, 6);
  expect(weightsOf(model)).toEqual(before);
  expect(model.optimizer.iterations).toBe(0);
});

test("predict takes an iterable of batches", async () => {
  const net = new Sequential([layers.input({ shape: [2] }), layers.dense({ units: 1 })]);
  const all = await net.predict([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const parts = await net.predict(function* () {
    yield [[[1, 2]]];
    yield [
      [
        [3, 4],
        [5, 6],
      ],
    ];
  });
  expect(parts.arraySync()).toEqual(all.arraySync());
  await expect(net.predict(() => [])).rejects.toThrow(/gave no batch/);
});
