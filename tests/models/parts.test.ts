/** What models are made of: shared layers, nested models, subclasses, losses that layers add. */
import { type CallOptions, input, K, Layer, layers, Model, ops, Sequential, type Tensor, tensor, utils } from "keratin";
import { describe, expect, test } from "vitest";
import { valuesOfTensor, wave, weightsOf } from "./support";

const quiet = { verbose: 0 } as const;
const options = { batchSize: 4, shuffle: false, ...quiet };
const x = wave(8 * 3, 0.7);
const y = wave(8 * 2, 0.4);

function close(got: readonly number[], want: readonly number[], digits = 5): void {
  expect(got).toHaveLength(want.length);
  got.forEach((value, i) => {
    expect(value).toBeCloseTo(want[i]!, digits);
  });
}

test("a shared layer has one set of weights, and its gradient is the sum over its uses", async () => {
  utils.setRandomSeed(1);
  const shared = layers.dense({ units: 2, useBias: false, name: "shared" });
  const [a, b] = [input({ shape: [3] }), input({ shape: [3] })];
  const model = new Model({ inputs: [a, b], outputs: layers.add().apply([shared.apply(a), shared.apply(b)]) });
  expect(model.weights).toHaveLength(1);
  expect(model.layers.filter((layer) => layer === shared)).toHaveLength(1);
  const single = new Sequential([layers.input({ shape: [3] }), layers.dense({ units: 2, useBias: false })]);
  single.setWeights(shared.getWeights());
  const other = wave(8 * 3, 1.9);
  const sum = x.map((value, i) => value + other[i]!);
  for (const one of [model, single]) one.compile({ optimizer: "sgd", loss: "mse" });
  await model.fit([x, other], y, { ...options, epochs: 3 });
  await single.fit(sum, y, { ...options, epochs: 3 });
  close(weightsOf(model).flat(), weightsOf(single).flat());
});

test("a Functional and a Sequential inside a Functional compute and train as their layers in a row do", async () => {
  const [one, two, three] = [
    () => layers.dense({ units: 5, activation: "tanh" }),
    () => layers.dense({ units: 4, activation: "relu" }),
    () => layers.dense({ units: 2 }),
  ];
  utils.setRandomSeed(2);
  const flat = new Sequential([layers.input({ shape: [3] }), one(), two(), three()]);
  const a = input({ shape: [3] });
  const inner = new Model({ inputs: a, outputs: one().apply(a), name: "inner" });
  const stack = new Sequential([layers.input({ shape: [5] }), two()], { name: "stack" });
  const b = input({ shape: [3] });
  const nested = new Model({ inputs: b, outputs: three().apply(stack.apply(inner.apply(b))) });
  expect(nested.layers.map((layer) => layer.name).slice(1, 3)).toEqual(["inner", "stack"]);
  nested.setWeights(flat.getWeights());
  for (const model of [flat, nested]) model.compile({ optimizer: "adam", loss: "mse" });
  await flat.fit(x, y, { ...options, epochs: 2 });
  await nested.fit(x, y, { ...options, epochs: 2 });
  expect(weightsOf(nested)).toEqual(weightsOf(flat));
  expect(valuesOfTensor(await nested.predict(x))).toEqual(valuesOfTensor(await flat.predict(x)));
});

test("a nested model used twice, and a model over another model's inner tensors, share their weights", async () => {
  const a = input({ shape: [3] });
  const hidden = layers.dense({ units: 4, name: "hidden" }).apply(a);
  const whole = new Model({ inputs: a, outputs: layers.dense({ units: 2 }).apply(hidden) });
  const features = new Model({ inputs: a, outputs: hidden });
  const [p, q] = [input({ shape: [3] }), input({ shape: [3] })];
  const twice = new Model({ inputs: [p, q], outputs: layers.subtract().apply([whole.apply(p), whole.apply(q)]) });
  expect(twice.weights).toEqual(whole.weights);
  close(valuesOfTensor(await twice.predict([x, x])), new Array(16).fill(0));
  whole.compile({ optimizer: "sgd", loss: "mse" });
  const before = valuesOfTensor(await features.predict(x));
  await whole.fit(x, y, options);
  expect(valuesOfTensor(await features.predict(x))).not.toEqual(before);
});

describe("subclasses", () => {
  class Residual extends Layer {
    static override className = "Residual";
    inner = layers.dense({ units: 3, activation: "relu" });
    dropout = layers.dropout({ rate: 0.5 });
    seen: boolean[] = [];
    override call(inputs: Tensor, { training }: CallOptions): Tensor {
      this.seen.push(training!);
      return K.add(inputs, this.dropout.apply(this.inner.apply(inputs), { training: training! }));
    }
  }

  test("of Layer hold layers in attributes, and know whether they train", async () => {
    utils.setRandomSeed(3);
    const residual = new Residual();
    const model = new Sequential([layers.input({ shape: [3] }), residual, layers.dense({ units: 2 })]);
    expect(model.weights).toHaveLength(4);
    model.compile({ optimizer: "sgd", loss: "mse" });
    residual.seen = [];
    await model.fit(x, y, options);
    expect(residual.seen).toEqual([true]);
    await model.predict(x);
    expect(residual.seen).toEqual([true, false]);
  });

  test("of Model compute with call, learn their input shape from the data, and may have several outputs", async () => {
    class Two extends Model {
      static override className = "Two";
      blocks = [layers.dense({ units: 4, activation: "relu" }), layers.dense({ units: 4, activation: "relu" })];
      heads = { left: layers.dense({ units: 2 }), right: layers.dense({ units: 1 }) };
      override call(inputs: Tensor): Tensor[] {
        const h = this.blocks.reduce((value, layer) => layer.apply(value), inputs);
        return [this.heads.left.apply(h), this.heads.right.apply(h)];
      }
    }
    utils.setRandomSeed(4);
    const model = new Two();
    const outputs = (await model.predictAll(
      wave(9, 1).reduce<number[][]>((all, v, i) => {
        if (i % 3 === 0) all.push([]);
        all.at(-1)!.push(v);
        return all;
      }, []),
    )) as Tensor[];
    expect(outputs.map((out) => out.shape)).toEqual([
      [3, 2],
      [3, 1],
    ]);
    expect(model.weights).toHaveLength(8);
    expect(model.layers).toHaveLength(4);
    model.compile({ optimizer: "sgd", loss: ["mse", "mae"] });
    const { history } = await model.fit(x, [y, wave(8, 0.2)], { ...options, epochs: 2 });
    expect(history.loss![1]).toBeLessThan(history.loss![0]!);
  });

  test("of Model take several inputs as a list of tensors", async () => {
    class Product extends Model {
      static override className = "Product";
      left = layers.dense({ units: 2 });
      right = layers.dense({ units: 2 });
      override call(inputs: Tensor | readonly Tensor[]): Tensor {
        const [a, b] = inputs as readonly Tensor[];
        return K.multiply(this.left.apply(a!), this.right.apply(b!));
      }
    }
    utils.setRandomSeed(6);
    const model = new Product();
    model.compile({ optimizer: "sgd", loss: "mse" });
    const data = [tensor(x, [8, 3]), tensor(wave(16, 0.2), [8, 2])];
    const { history } = await model.fit(data, y, { ...options, epochs: 5 });
    expect(history.loss![4]).toBeLessThan(history.loss![0]!);
    expect(model.weights.map((v) => v.shape)).toEqual([[3, 2], [2], [2, 2], [2]]);
    expect((await model.predict(data)).shape).toEqual([8, 2]);
    await expect(model.predict(data[0])).rejects.toThrow(/predict: x .*x_0, x_1/);
  });

  test("of Layer add losses inside call, which count in training and in evaluate", async () => {
    class Activity extends Layer {
      static override className = "Activity";
      override call(inputs: Tensor): Tensor {
        this.addLoss(ops.multiply(ops.sum(ops.square(inputs)), 0.1));
        return inputs;
      }
    }
    utils.setRandomSeed(5);
    const model = new Sequential([layers.input({ shape: [3] }), layers.dense({ units: 2 }), new Activity()]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    const out = (await model.predict(x)).dataSync();
    let [squares, error] = [0, 0];
    out.forEach((value, i) => {
      squares += value * value;
      error += (value - y[i]!) ** 2 / out.length;
    });
    const { loss } = await model.evaluate(x, y);
    expect(loss).toBeCloseTo(error + 0.1 * squares, 4);
    // Training pulls the outputs toward zero.
    await model.fit(x, y, { ...options, epochs: 60 });
    const after = valuesOfTensor(await model.predict(x)).reduce((sum, v) => sum + v * v, 0);
    expect(after).toBeLessThan(squares / 2);
    // A layer's loss alone is enough to train.
    model.compile({ optimizer: "sgd" });
    const alone = await model.fit(x, undefined, { ...options, epochs: 2 });
    expect(alone.history.loss![1]).toBeLessThan(alone.history.loss![0]!);
  });

  test("of Layer may keep state that training changes and prediction does not", async () => {
    class Counter extends Layer {
      static override className = "Counter";
      count = this.addWeight({ shape: [], initializer: "zeros", trainable: false, name: "count" });
      override call(inputs: Tensor, { training }: CallOptions): Tensor {
        if (training) K.updateAdd(this.count, 1);
        return inputs;
      }
    }
    const counter = new Counter();
    const model = new Sequential([layers.input({ shape: [3] }), counter, layers.dense({ units: 2 })]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    await model.fit(x, y, { ...options, epochs: 3 });
    await model.evaluate(x, y);
    await model.predict(x);
    expect(K.getValue(counter.count)).toBe(6);
    expect(model.nonTrainableWeights).toEqual([counter.count]);
  });
});

test("dropout draws new masks at every step, the same ones with the same seed, and none in prediction", async () => {
  const run = async (seed: number): Promise<number[]> => {
    utils.setRandomSeed(seed);
    const model = new Sequential([
      layers.input({ shape: [3] }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 2 }),
    ]);
    model.setWeights([
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      [0, 0],
    ]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    model.optimizer.learningRate = 0;
    const losses: number[] = [];
    for (let step = 0; step < 4; step++) losses.push((await model.trainOnBatch(x, y)).loss!);
    const [first, second] = [await model.predict(x), await model.predict(x)];
    expect(valuesOfTensor(first)).toEqual(valuesOfTensor(second));
    return losses;
  };
  const losses = await run(7);
  expect(new Set(losses).size).toBe(4);
  expect(await run(7)).toEqual(losses);
  expect(await run(8)).not.toEqual(losses);
});

test("getWeights and setWeights round trip, and a wrong list changes nothing", () => {
  const model = new Sequential([layers.input({ shape: [3] }), layers.dense({ units: 2 })]);
  const values = model.getWeights();
  model.setWeights([new Float32Array(6).fill(1), [1, 2]]);
  expect(weightsOf(model)).toEqual([
    [1, 1, 1, 1, 1, 1],
    [1, 2],
  ]);
  expect(() =>
    model.setWeights([
      [
        [9, 9],
        [9, 9],
        [9, 9],
      ],
      [1, 2, 3],
    ]),
  ).toThrow(/dense.*another shape.*\[2\].*\[3\]/);
  expect(() => model.setWeights([[1, 2]])).toThrow(/wrong number of weights\. Expected 2\. Received 1/);
  expect(weightsOf(model)).toEqual([
    [1, 1, 1, 1, 1, 1],
    [1, 2],
  ]);
  model.setWeights(values);
  expect(weightsOf(model)).toEqual(values.map(valuesOfTensor));
});
