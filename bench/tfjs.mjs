// TF.js's side: the wasm backend, and the plain JavaScript one for what wasm cannot train.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { cnnShapes, labels, mlpShapes, noise, oneHot, weights } from "./data.mjs";

setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
tf.enableProdMode();

/** The library on one backend. */
function on(backend) {
  const start = async () => {
    if (!(await tf.setBackend(backend))) throw new Error(`TF.js has no ${backend} backend here`);
  };
  /** `enter` runs before each timed stretch, outside of it: TF.js has one backend at a time. */
  const entry = (workload) => ({ ...workload, enter: start });
  return {
    name: `tfjs-${backend}`,
    start,
    gemm: async (n) => entry(gemm(n)),
    mlp: async (...sizes) => entry(mlp(...sizes)),
    cnn: async (batch) => entry(cnn(batch)),
  };
}

export const wasm = on("wasm");
export const cpu = on("cpu");

/** matMul is synchronous on both backends: the product is there when it returns. */
function gemm(n) {
  const a = tf.tensor2d(noise(n * n), [n, n]);
  const b = tf.tensor2d(noise(n * n, 2), [n, n]);
  return {
    steps: 1,
    run: () => tf.matMul(a, b).dispose(),
    product: () => tf.matMul(a, b).dataSync(),
  };
}

/**
 * `optimizer.minimize` over the layers model: 15 to 20 % faster than `trainOnBatch`, 20 to 60 % than `fit`.
 * The labels are one-hot beforehand, which spares TF.js that part of the step.
 */
function trainer(model, shapes, optimizer, loss, x, y) {
  model.setWeights(weights(shapes).map((values, i) => tf.tensor(values, shapes[i])));
  const variables = model.trainableWeights.map((weight) => weight.val);
  const cost = () => loss(y, model.apply(x, { training: true }));
  const step = () =>
    tf.tidy(() => {
      optimizer.minimize(cost, false, variables);
    });
  const losses = (count) => {
    const seen = [];
    for (let i = 0; i < count; i++) {
      tf.tidy(() => {
        seen.push(optimizer.minimize(cost, true, variables).dataSync()[0]);
      });
    }
    return seen;
  };
  return { steps: 1, run: step, losses };
}

function mlp(inputs, hidden, outputs, batch) {
  const model = tfl.sequential({
    layers: [
      tfl.layers.dense({ units: hidden, activation: "relu", inputShape: [inputs] }),
      tfl.layers.dense({ units: outputs }),
    ],
  });
  const x = tf.tensor2d(noise(batch * inputs), [batch, inputs]);
  const y = tf.tensor2d(oneHot(labels(batch, outputs), outputs), [batch, outputs]);
  const loss = (target, logits) => tf.losses.softmaxCrossEntropy(target, logits);
  return trainer(model, mlpShapes(inputs, hidden, outputs), tf.train.sgd(0.01), loss, x, y);
}

function cnn(batch) {
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 10, activation: "softmax" }),
    ],
  });
  const x = tf.tensor4d(noise(batch * 784), [batch, 28, 28, 1]);
  const y = tf.tensor2d(oneHot(labels(batch, 10), 10), [batch, 10]);
  const loss = (target, p) => tf.mean(tfl.metrics.categoricalCrossentropy(target, p));
  return trainer(model, cnnShapes, tf.train.adam(0.001), loss, x, y);
}
