import { callbacks, input, layers, Model, Sequential, utils } from "keratin";
import { describe, expect, test } from "vitest";
import { head, rows, small, wave, weightsOf } from "./support";

const quiet = { verbose: 0 } as const;

describe("fit takes the steps that trainOnBatch takes", () => {
  test("the last partial batch is a real smaller batch, and an epoch's loss weighs batches by their rows", async () => {
    const { x, y } = rows(10);
    const [a, b] = [small(), small()];
    const { history } = await a.fit(x, y, { batchSize: 4, shuffle: false, ...quiet });
    let total = 0;
    for (const [from, to] of [
      [0, 4],
      [4, 8],
      [8, 10],
    ] as const) {
      const { loss } = await b.trainOnBatch(x.slice(from * 3, to * 3), y.slice(from * 2, to * 2));
      total += loss! * (to - from);
    }
    expect(weightsOf(a)).toEqual(weightsOf(b));
    expect(history.loss![0]).toBeCloseTo(total / 10, 6);
    expect(a.optimizer.iterations).toBe(3);
  });

  test("validationSplit keeps the last rows, whatever the shuffle, and never trains on them", async () => {
    const { x, y } = rows(10);
    const [a, b] = [small(), small()];
    const first = await a.fit(x, y, { batchSize: 4, validationSplit: 0.3, epochs: 2, shuffle: false, ...quiet });
    const second = await b.fit(head(x, 3, 7), head(y, 2, 7), {
      batchSize: 4,
      epochs: 2,
      shuffle: false,
      validationData: [x.slice(21), y.slice(14)],
      ...quiet,
    });
    expect(first.history).toEqual(second.history);
    expect(weightsOf(a)).toEqual(weightsOf(b));
    const own = await a.evaluate(x.slice(21), y.slice(14));
    expect(first.history.val_loss!.at(-1)).toBeCloseTo(own.loss!, 6);
    // Other rows at the end change the validation, not the training.
    const c = small();
    const other = y.slice();
    other.fill(9, 14);
    const third = await c.fit(x, other, { batchSize: 4, validationSplit: 0.3, epochs: 2, ...quiet });
    expect(third.history.val_loss![0]).toBeGreaterThan(first.history.val_loss![0]! + 1);
  });

  test("validationData wins over validationSplit, which then takes no rows away", async () => {
    const { x, y } = rows(10);
    const [a, b] = [small(), small()];
    const validationData = [head(x, 3, 2), head(y, 2, 2)];
    await a.fit(x, y, { shuffle: false, batchSize: 5, validationSplit: 0.5, validationData, ...quiet });
    await b.fit(x, y, { shuffle: false, batchSize: 5, ...quiet });
    expect(weightsOf(a)).toEqual(weightsOf(b));
  });

  test("validationFreq validates every so many epochs, with sample weights and a batch size of its own", async () => {
    const { x, y } = rows(8);
    const model = small({ metrics: ["mae"] });
    const weight = Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0);
    const { history, epoch } = await model.fit(x, y, {
      epochs: 4,
      validationData: [x, y, weight],
      validationFreq: 2,
      validationBatchSize: 3,
      ...quiet,
    });
    expect(epoch).toEqual([0, 1, 2, 3]);
    expect(Object.keys(history)).toEqual(["loss", "mae", "val_loss", "val_mae"]);
    expect(history.loss).toHaveLength(4);
    expect(history.val_loss).toHaveLength(2);
    const one = await model.evaluate(head(x, 3, 1), head(y, 2, 1));
    expect(history.val_loss!.at(-1)! * 8).toBeCloseTo(one.loss!, 5);
  });

  test("sampleWeight scales the loss of its rows; a weight of zero takes a row out", async () => {
    const { x, y } = rows(6);
    const [a, b] = [small({ metrics: ["mse"] }), small()];
    const { history } = await a.fit(x, y, {
      sampleWeight: Float32Array.of(1, 1, 1, 0, 0, 0),
      batchSize: 6,
      ...quiet,
      shuffle: false,
    });
    const { loss } = await b.trainOnBatch(head(x, 3, 3), head(y, 2, 3));
    expect(history.loss![0]).toBeCloseTo(loss! / 2, 6);
    expect(history.mse![0]).not.toBeCloseTo(history.loss![0]!, 3);
  });

  test("classWeight gives each sample the weight of its class, for whole labels, columns and one-hot rows", async () => {
    const labels = [0, 1, 1, 0, 1, 0];
    const { x } = rows(6);
    const wanted = small({ loss: "sparse_categorical_crossentropy" });
    await wanted.fit(x, labels, { sampleWeight: labels.map((k) => (k === 1 ? 3 : 0.5)), shuffle: false, ...quiet });
    for (const y of [labels, labels.map((k) => [k]), labels.map((k) => k + 0.2)]) {
      const model = small({ loss: "sparse_categorical_crossentropy" });
      await model.fit(x, y, { classWeight: { 0: 0.5, 1: 3 }, shuffle: false, ...quiet });
      expect(weightsOf(model)).toEqual(weightsOf(wanted));
    }
    const hot = small({ loss: "categorical_crossentropy" });
    await hot.fit(
      x,
      labels.map((k) => [1 - k, k]),
      { classWeight: { 1: 3, 0: 0.5 }, shuffle: false, ...quiet },
    );
    weightsOf(hot)
      .flat()
      .forEach((w, i) => {
        expect(w).toBeCloseTo(weightsOf(wanted).flat()[i]!, 5);
      });
  });

  test("shuffling is repeatable with utils.setRandomSeed, differs between epochs and seeds, and loses no row", async () => {
    const { x, y } = rows(40);
    const run = async (seed: number, shuffle = true): Promise<number[][]> => {
      const model = small();
      utils.setRandomSeed(seed);
      await model.fit(x, y, { batchSize: 8, epochs: 2, shuffle, ...quiet });
      return weightsOf(model);
    };
    const [one, again, other, plain] = [await run(1), await run(1), await run(2), await run(1, false)];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(plain).not.toEqual(one);
    // One batch of all rows: the order does not matter, so every row was there once.
    const [a, b] = [small(), small()];
    await a.fit(x, y, { batchSize: 40, ...quiet });
    await b.fit(x, y, { batchSize: 40, shuffle: false, ...quiet });
    weightsOf(a)
      .flat()
      .forEach((w, i) => {
        expect(w).toBeCloseTo(weightsOf(b).flat()[i]!, 6);
      });
  });

  test("initialEpoch counts epochs from there, and no epochs train nothing", async () => {
    const { x, y } = rows(4);
    const model = small();
    const seen: number[] = [];
    const spy = new callbacks.LambdaCallback({ onEpochBegin: (epoch) => void seen.push(epoch) });
    const { epoch } = await model.fit(x, y, { initialEpoch: 3, epochs: 5, callbacks: [spy], ...quiet });
    expect(epoch).toEqual([3, 4]);
    expect(seen).toEqual([3, 4]);
    const before = weightsOf(model);
    const none = await model.fit(x, y, { initialEpoch: 5, epochs: 5, ...quiet });
    expect(none.epoch).toEqual([]);
    expect(weightsOf(model)).toEqual(before);
  });

  test("with stepsPerEpoch an epoch goes on where the last one ended, as in Keras", async () => {
    const { x, y } = rows(10);
    const [a, b] = [small(), small()];
    // Five batches of two rows: epochs of 2, 2, then the one that is left.
    await a.fit(x, y, { batchSize: 2, epochs: 3, stepsPerEpoch: 2, shuffle: false, ...quiet });
    await b.fit(x, y, { batchSize: 2, epochs: 1, shuffle: false, ...quiet });
    expect(a.optimizer.iterations).toBe(5);
    expect(weightsOf(a)).toEqual(weightsOf(b));
  });

  test("model.history is what fit gave", async () => {
    const { x, y } = rows(4);
    const model = small();
    const given = await model.fit(x, y, quiet);
    expect(model.history).toBe(given);
  });
});

describe("fit takes iterables of batches", () => {
  const { x, y } = rows(6);
  const batch = (from: number): [Float32Array, Float32Array] => [
    x.slice(from * 3, from * 3 + 6),
    y.slice(from * 2, from * 2 + 4),
  ];

  test("sync and async generators and lists train as arrays do", async () => {
    const wanted = small();
    await wanted.fit(x, y, { batchSize: 2, epochs: 2, shuffle: false, ...quiet });
    function* sync(): Generator<[Float32Array, Float32Array]> {
      for (const from of [0, 2, 4]) yield batch(from);
    }
    async function* later(): AsyncGenerator<[Float32Array, Float32Array]> {
      for (const from of [0, 2, 4]) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield batch(from);
      }
    }
    for (const source of [sync, later, () => [batch(0), batch(2), batch(4)]]) {
      const model = small();
      const { history } = await model.fit(source, undefined, { epochs: 2, ...quiet });
      expect(weightsOf(model)).toEqual(weightsOf(wanted));
      expect(history.loss).toHaveLength(2);
    }
  });

  test("an endless generator ends with stepsPerEpoch, goes on in the next epoch, and is closed at the end", async () => {
    let closed = 0;
    let given = 0;
    function* endless(): Generator<[Float32Array, Float32Array]> {
      try {
        for (;;) yield batch(2 * (given++ % 3));
      } finally {
        closed++;
      }
    }
    const model = small();
    await model.fit(endless, undefined, { epochs: 3, stepsPerEpoch: 2, ...quiet });
    expect([given, closed, model.optimizer.iterations]).toEqual([6, 1, 6]);
    const wanted = small();
    await wanted.fit(x, y, { batchSize: 2, epochs: 2, shuffle: false, ...quiet });
    expect(weightsOf(model)).toEqual(weightsOf(wanted));
  });

  test("batches may carry sample weights, and evaluate takes iterables too", async () => {
    const model = small();
    const weighted = (): unknown[][] => [[...batch(0), Float32Array.of(2, 2)]];
    const plain = await model.evaluate(() => [batch(0)]);
    const twice = await model.evaluate(weighted as () => unknown[][]);
    expect(twice.loss).toBeCloseTo(2 * plain.loss!, 5);
  });
});

test("a model without a name in its losses logs what Keras logs, sorted by name", async () => {
  const a = input({ shape: [2], name: "a" });
  const model = new Model({
    inputs: a,
    outputs: [
      layers.dense({ units: 1, name: "p" }).apply(a),
      layers.dense({ units: 3, activation: "softmax", name: "q" }).apply(a),
    ],
  });
  model.compile({
    optimizer: "sgd",
    loss: ["mse", "sparse_categorical_crossentropy"],
    metrics: [["mae"], ["accuracy"]],
  });
  const { history } = await model.fit(wave(8, 1), [wave(4, 2), [0, 1, 2, 0]], { validationSplit: 0.5, ...quiet });
  expect(Object.keys(history)).toEqual([
    "loss",
    "p_loss",
    "p_mae",
    "q_accuracy",
    "q_loss",
    "val_loss",
    "val_p_loss",
    "val_p_mae",
    "val_q_accuracy",
    "val_q_loss",
  ]);
  const sum = history.p_loss![0]! + history.q_loss![0]!;
  expect(history.loss![0]).toBeCloseTo(sum, 5);
});

test("a Sequential without an input shape learns it from the data", async () => {
  const model = new Sequential([layers.dense({ units: 2 })]);
  model.compile({ loss: "mse" });
  await model.fit([[1, 2, 3]], [[1, 2]], quiet);
  expect(model.weights[0]!.shape).toEqual([3, 2]);
});
