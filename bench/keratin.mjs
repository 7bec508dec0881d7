// keratin's side of the workloads.
import { init, K, layers, ops, optimizers, Sequential, Tensor, utils } from "../build/dist/keratin.js";

utils.setRandomSeed(1);
const noise = (n, seed = 1) => Float32Array.from({ length: n }, (_, i) => Math.sin((i + 1) * 12.9898 * seed) * 0.5);
const labels = (n, classes) => Int32Array.from({ length: n }, (_, i) => (i * 7) % classes);

/** c = a b, repeated; a and b are variables, so that nothing but the product is timed. */
export async function gemm(n) {
  const a = K.variable(K.constant(noise(n * n), { shape: [n, n] }));
  const b = K.variable(K.constant(noise(n * n, 2), { shape: [n, n] }));
  const c = K.variable(K.constant(new Float32Array(n * n), { shape: [n, n] }));
  const x = K.placeholder({ shape: [] });
  const f = K.function([x], [x], { updates: [[c, ops.matmul(ops.add(a, ops.multiply(x, 0)), b)]] });
  return { f, run: () => f([0]) };
}

async function trainer(model, x, y, batch) {
  const steps = 200;
  const rows = batch * steps;
  const size = x.length / batch;
  const xs = new Float32Array(rows * size);
  const ys = new Int32Array(rows);
  for (let i = 0; i < steps; i++) {
    xs.set(x, i * x.length);
    ys.set(y, i * batch);
  }
  return { steps, run: () => model.fit(xs, ys, { batchSize: batch, epochs: 1, verbose: 0, shuffle: false }) };
}

export async function mlp(inputs, hidden, outputs, batch) {
  const model = new Sequential([
    layers.input({ shape: [inputs] }),
    layers.dense({ units: hidden, activation: "relu" }),
    layers.dense({ units: outputs }),
  ]);
  const { SparseCategoricalCrossentropy } = (await import("../build/dist/keratin.js")).losses;
  model.compile({
    optimizer: new optimizers.SGD({ learningRate: 0.01 }),
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
  });
  return trainer(model, noise(batch * inputs), labels(batch, outputs), batch);
}

export async function cnn(batch) {
  const model = new Sequential([
    layers.input({ shape: [28, 28, 1] }),
    layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d(),
    layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d(),
    layers.flatten(),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
  const t = await trainer(model, noise(batch * 784), labels(batch, 10), batch);
  return { ...t, steps: t.steps, model };
}
