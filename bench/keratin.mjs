// keratin's side of the workloads.
import { init, K, layers, losses, ops, optimizers, Sequential } from "../build/dist/keratin.js";
import { cnnShapes, labels, mlpShapes, noise, weights } from "./data.mjs";

export const name = "keratin";

/** The peers have one thread. */
export async function start() {
  await init({ threads: 1 });
}

/** c = a b, repeated; a and b are variables, so that nothing but the product is timed. */
export async function gemm(n) {
  const a = K.variable(K.constant(noise(n * n), { shape: [n, n] }));
  const b = K.variable(K.constant(noise(n * n, 2), { shape: [n, n] }));
  const c = K.variable(K.constant(new Float32Array(n * n), { shape: [n, n] }));
  const x = K.placeholder({ shape: [] });
  const f = K.function([x], [x], { updates: [[c, ops.matmul(ops.add(a, ops.multiply(x, 0)), b)]] });
  const run = () => f([0]);
  const product = () => {
    run();
    return K.getValue(c).flat();
  };
  return { steps: 1, run, product };
}

/** A run is one epoch of `steps` batches, all of them x and y. */
function trainer(model, shapes, x, y, batch, steps) {
  model.setWeights(weights(shapes));
  const xs = new Float32Array(steps * x.length);
  const ys = new Int32Array(steps * batch);
  for (let i = 0; i < steps; i++) {
    xs.set(x, i * x.length);
    ys.set(y, i * batch);
  }
  const rows = K.constant(xs, { shape: [steps * batch, ...model.inputShape.slice(1)] });
  const run = () => model.fit(rows, ys, { batchSize: batch, epochs: 1, verbose: 0, shuffle: false });
  const first = K.constant(x, { shape: [batch, ...model.inputShape.slice(1)] });
  const losses = async (count) => {
    const seen = [];
    for (let i = 0; i < count; i++) seen.push((await model.trainOnBatch(first, y)).loss);
    return seen;
  };
  return { steps, run, losses };
}

export async function mlp(inputs, hidden, outputs, batch) {
  const model = new Sequential([
    layers.input({ shape: [inputs] }),
    layers.dense({ units: hidden, activation: "relu" }),
    layers.dense({ units: outputs }),
  ]);
  const loss = new losses.SparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ optimizer: new optimizers.SGD({ learningRate: 0.01 }), loss });
  const shapes = mlpShapes(inputs, hidden, outputs);
  return trainer(model, shapes, noise(batch * inputs), labels(batch, outputs), batch, 200);
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
  return trainer(model, cnnShapes, noise(batch * 784), labels(batch, 10), batch, 20);
}
