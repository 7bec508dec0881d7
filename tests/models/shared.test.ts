/** A layer with a state that is called twice updates it in Keras's order, deepest call first; the means are Keras's. */
import { input, Layer, layers, Model, Sequential, type Tensor } from "keratin";
import { expect, test } from "vitest";

const ones = { units: 2, kernelInitializer: "ones" };
type Ends = (a: Tensor, b: Tensor, dense: (x: Tensor) => Tensor) => Tensor[];
const CASES: [string, number, Ends][] = [
  ["the second call lies deeper", 3, (a, b, dense) => [layers.add().apply([dense(a), dense(dense(b))])]],
  ["equally deep, the second is met first", 3, (a, b) => [layers.add().apply([b, a])]],
  ["a layer behind the second", 5.25, (a, b) => [layers.subtract().apply([a, layers.dense(ones).apply(b)])]],
  [
    "two layers behind the second, met first",
    3,
    (a, b) => [layers.add().apply([layers.dense(ones).apply(layers.reLU().apply(b)), a])],
  ],
  [
    "two outputs, the second call deeper",
    3,
    (a, b, dense) => {
      const [left, right] = [dense(a), dense(dense(b))];
      return [layers.add().apply([left, right]), layers.maximum().apply([right, left])];
    },
  ],
  ["an output of its own", 3, (a, b, dense) => [layers.maximum().apply([dense(b), a]), b]],
];

test.each(CASES)("%s", async (_name, mean, ends) => {
  const norm = layers.batchNormalization({ momentum: 0.5 });
  const shared = layers.dense(ones);
  const inputs = [input({ shape: [2] }), input({ shape: [2] })];
  const [a, b] = inputs.map((x) => norm.apply(x));
  const outputs = ends(a!, b!, (x) => shared.apply(x));
  const model = new Model({ inputs, outputs });
  model.compile({ optimizer: "sgd", loss: "mse" });
  const small = [
    [0, 0],
    [2, 2],
  ];
  const large = [
    [0, 0],
    [20, 20],
  ];
  await model.trainOnBatch([small, large], outputs.length > 1 ? outputs.map(() => small) : small);
  expect([...norm.movingMean.read()]).toEqual([mean, mean]);
});

test("the mode of a model is that of its layers, whatever they were called with, as in Keras", async () => {
  const x = input({ shape: [1] });
  const norm = layers.batchNormalization({ momentum: 0 });
  const model = new Model({ inputs: x, outputs: norm.apply(x, { training: false }) });
  model.compile({ optimizer: "sgd", loss: "mse" });
  await model.trainOnBatch([[1], [3]], [[0], [0]]);
  expect(norm.movingMean.read()[0]).toBe(2);
  class Frozen extends Layer {
    readonly inner: Model = model;
    override call(y: Tensor): Tensor {
      return this.inner.apply(y, { training: false });
    }
  }
  const outer = new Sequential([layers.input({ shape: [1] }), new Frozen()]);
  outer.compile({ optimizer: "sgd", loss: "mse" });
  await outer.trainOnBatch([[5], [7]], [[0], [0]]);
  expect(norm.movingMean.read()[0]).toBe(2);
});
