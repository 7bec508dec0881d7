/** Program D of the design: a custom loss and a custom layer, written with K; gradients come by themselves. */
import { K, Layer, layers, Model, Sequential, type Shape, type Tensor, utils, type Variable } from "keratin";
import { expect, test } from "vitest";

const customLoss = (yTrue: Tensor, yPred: Tensor): Tensor => K.mean(K.square(K.subtract(yTrue, yPred)));

class CustomLayer extends Layer {
  static override className = "CustomLayer";
  kernel!: Variable;

  override build(inputShape: Shape): void {
    this.kernel = this.addWeight({ shape: [inputShape.at(-1)!, 10], initializer: "uniform", trainable: true });
  }

  override call(inputs: Tensor): Tensor {
    return K.relu(K.dot(inputs, this.kernel));
  }
}

/** Values that are the same on every run. */
function wave(length: number, frequency: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(frequency * (i + 1)));
}

test("a model that is compiled with a custom loss of K.square and K.mean learns", async () => {
  utils.setRandomSeed(5);
  const model = new Sequential([layers.input({ shape: [4] }), layers.dense({ units: 1 })]);
  model.compile({ optimizer: "sgd", loss: customLoss });
  const x = wave(64 * 4, 0.7);
  const y = Float32Array.from({ length: 64 }, (_, i) => 2 * x[4 * i]! - x[4 * i + 3]!);
  const { history } = await model.fit(x, y, { epochs: 40, batchSize: 8, verbose: 0 });
  expect(history.loss!.at(-1)).toBeLessThan(0.02 * history.loss![0]!);

  const same = new Sequential([layers.input({ shape: [4] }), layers.dense({ units: 1 })]);
  same.setWeights(model.getWeights());
  same.compile({ optimizer: "sgd", loss: "mse" });
  const [own, keras] = [await model.evaluate(x, y), await same.evaluate(x, y)];
  expect(own.loss).toBeCloseTo(keras.loss!, 7);
});

test("a custom layer with K.relu(K.dot(...)) is built, trained and reaches the loss it should", async () => {
  utils.setRandomSeed(6);
  const layer = new CustomLayer();
  const model = new Sequential([layers.input({ shape: [3] }), layer, layers.dense({ units: 1 })]);
  expect(layer.kernel.shape).toEqual([3, 10]);
  expect(layer.trainableWeights).toEqual([layer.kernel]);
  model.compile({ optimizer: "adam", loss: customLoss });
  const before = layer.kernel.read();
  const x = wave(96 * 3, 0.9);
  const y = Float32Array.from({ length: 96 }, (_, i) => Math.abs(x[3 * i]!));
  const { history } = await model.fit(x, y, { epochs: 60, batchSize: 16, verbose: 0 });
  expect(layer.kernel.read()).not.toEqual(before);
  expect(history.loss!.at(-1)).toBeLessThan(0.3 * history.loss![0]!);
});

test("the gradient of a custom layer agrees with finite differences", () => {
  const layer = new CustomLayer();
  const x = K.constant(wave(5 * 3, 1.3), { shape: [5, 3] });
  const target = K.constant(wave(5 * 10, 0.4), { shape: [5, 10] });
  layer.apply(x);
  const kernel = wave(3 * 10, 2.2);
  layer.kernel.write(kernel);
  const step = 2e-3;
  // No unit crosses the kink of relu inside a step.
  const nearest = Math.min(...K.dot(x, layer.kernel.value).dataSync().map(Math.abs));
  expect(nearest).toBeGreaterThan(step);
  const loss = (): Tensor => customLoss(target, layer.apply(x));
  const gradient = K.gradients(loss(), [layer.kernel])[0]!.dataSync();
  const measured = kernel.map((value, i) => {
    const at = (moved: number): number => {
      layer.kernel.write(kernel.map((v, j) => (j === i ? moved : v)));
      return K.eval(loss()) as number;
    };
    return (at(value + step) - at(value - step)) / (2 * step);
  });
  const scale = Math.max(...gradient.map(Math.abs));
  expect(scale).toBeGreaterThan(0.01);
  gradient.forEach((g, i) => {
    expect(Math.abs(g - measured[i]!)).toBeLessThan(2e-3 * scale);
  });
});

test("a subclassed model with layers in its attributes trains and predicts", async () => {
  utils.setRandomSeed(8);
  class Twins extends Model {
    static override className = "Twins";
    first = layers.dense({ units: 8, activation: "tanh" });
    custom = new CustomLayer();
    last = layers.dense({ units: 1 });
    override call(x: Tensor): Tensor {
      return this.last.apply(this.custom.apply(this.first.apply(x)));
    }
  }
  const model = new Twins();
  model.compile({ optimizer: "adam", loss: "mse", metrics: ["mae"] });
  const x = wave(64 * 2, 1.1);
  const rows = Array.from({ length: 64 }, (_, i) => [x[2 * i]!, x[2 * i + 1]!]);
  const y = rows.map(([a, b]) => [a! * b!]);
  const { history } = await model.fit(rows, y, { epochs: 80, batchSize: 16, verbose: 0 });
  expect(Object.keys(history)).toEqual(["loss", "mae"]);
  expect(history.loss!.at(-1)).toBeLessThan(0.5 * history.loss![0]!);
  expect((await model.predict(rows)).shape).toEqual([64, 1]);
  expect(model.weights).toHaveLength(5);
});
