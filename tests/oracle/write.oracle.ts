/** Writes models that keratin trained a little, and how it went on training them, for compare.py to do the same in Keras. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  initializers,
  input,
  layers,
  losses,
  Model,
  optimizers,
  regularizers,
  Sequential,
  Tensor,
  tensor,
  utils,
} from "keratin";
import { expect, test } from "vitest";
import { arrayOf, encode } from "./encode";

const OUT = process.env.KERATIN_OUT;
const STEPS_BEFORE = 3;
const STEPS_AFTER = 5;

interface Data {
  x: Tensor[];
  y: Tensor[];
  sampleWeight?: Tensor[];
}
interface Case {
  model: Model;
  /** The data of step `step`. */
  data: (step: number) => Data;
}

/** Values between -1 and 1 that differ from step to step. */
function wave(shape: number[], frequency: number, step: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(frequency * (i + 1) + 1.7 * step)),
    shape,
  );
}

function labels(count: number, classes: number, step: number): Tensor {
  return tensor(
    Int32Array.from({ length: count }, (_, i) => (i * 5 + step) % classes),
    [count],
  );
}

function stack(optimizer: unknown): Case {
  utils.setRandomSeed(1);
  const model = new Sequential([
    layers.input({ shape: [5] }),
    layers.dense({ units: 6, activation: "tanh", kernelRegularizer: regularizers.l2({ l2: 0.01 }) }),
    layers.dense({ units: 3, kernelInitializer: new initializers.HeNormal({ seed: 3 }) }),
  ]);
  model.compile({ optimizer, loss: "mse", metrics: ["mae"] });
  return { model, data: (step) => ({ x: [wave([8, 5], 0.7, step)], y: [wave([8, 3], 0.4, step)] }) };
}

function images(): Case {
  utils.setRandomSeed(2);
  const model = new Sequential([
    layers.input({ shape: [10, 10, 3], name: "picture" }),
    layers.rescaling({ scale: 0.5, offset: 0.1 }),
    layers.zeroPadding2d({
      padding: [
        [1, 0],
        [0, 1],
      ],
    }),
    layers.conv2d({ filters: 6, kernelSize: 3, strides: 2, padding: "same", useBias: false }),
    layers.batchNormalization({ momentum: 0.9 }),
    layers.reLU({ maxValue: 6 }),
    layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: "same" }),
    layers.leakyReLU({ negativeSlope: 0.2 }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.averagePooling2d({ poolSize: 2, strides: 1, padding: "same" }),
    layers.dropout({ rate: 0 }),
    layers.flatten(),
    layers.dense({ units: 4, activation: "softmax" }),
  ]);
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  return { model, data: (step) => ({ x: [wave([6, 10, 10, 3], 0.31, step)], y: [labels(6, 4, step)] }) };
}

function pair(): Case {
  utils.setRandomSeed(3);
  const [a, b] = [input({ shape: [4], name: "left" }), input({ shape: [4], name: "right" })];
  const shared = layers.dense({ units: 5, activation: "elu", name: "shared" });
  const [one, two] = [shared.apply(a), shared.apply(b)];
  const merged = [layers.add(), layers.subtract(), layers.multiply(), layers.maximum(), layers.average()].map((m) =>
    m.apply([one, two]),
  );
  const all = layers.concatenate().apply(merged);
  const p = layers.dense({ units: 2, name: "p" }).apply(all);
  const q = layers.dense({ units: 3, activation: "softmax", name: "q" }).apply(layers.concatenate().apply([all, p]));
  const model = new Model({ inputs: [a, b], outputs: [p, q], name: "pair" });
  model.compile({
    optimizer: new optimizers.Adam({ learningRate: 0.02 }),
    loss: ["mse", new losses.CategoricalCrossentropy({ labelSmoothing: 0.1 })],
    lossWeights: [0.5, 2],
    metrics: [["mae"], ["accuracy"]],
    weightedMetrics: [[], ["accuracy"]],
  });
  const hot = (step: number): Tensor => {
    const picks = labels(7, 3, step).dataSync();
    return tensor([...picks].map((k) => [0, 1, 2].map((c) => (c === k ? 1 : 0))));
  };
  return {
    model,
    data: (step) => ({
      x: [wave([7, 4], 0.9, step), wave([7, 4], 1.4, step)],
      y: [wave([7, 2], 0.6, step), hot(step)],
      sampleWeight: [tensor([1, 2, 0, 1, 1, 3, 1]), tensor([1, 1, 1, 0.5, 2, 1, 1])],
    }),
  };
}

function nested(ends: boolean): Case {
  utils.setRandomSeed(4);
  const a = input({ shape: [4] });
  const inner = new Model({
    inputs: a,
    outputs: layers.dense({ units: 4, activation: "gelu", name: "in" }).apply(a),
    name: "inner",
  });
  const chain = new Sequential(
    [
      layers.input({ shape: [4] }),
      layers.dense({ units: 4, name: "chained", useBias: false }),
      layers.batchNormalization({ name: "bn" }),
    ],
    { name: "chain" },
  );
  const deep = new Sequential([layers.input({ shape: [4] }), chain, layers.reLU({ name: "r" })], { name: "deep" });
  const [b, c] = [input({ shape: [4], name: "b" }), input({ shape: [4], name: "c" })];
  const both = layers.add({ name: "both" }).apply([inner.apply(b), inner.apply(c)]);
  const body = deep.apply(both);
  const outputs = ends ? inner.apply(body) : layers.dense({ units: 4, name: "end" }).apply(body);
  const model = new Model({ inputs: [b, c], outputs, name: "outer" });
  model.compile({ optimizer: "rmsprop", loss: new losses.Huber({ delta: 0.5 }) });
  return {
    model,
    data: (step) => ({ x: [wave([6, 4], 0.8, step), wave([6, 4], 1.1, step)], y: [wave([6, 4], 0.3, step)] }),
  };
}

function frozen(): Case {
  const { model, data } = images();
  for (const layer of model.layers.slice(0, 5)) layer.trainable = false;
  model.compile({
    optimizer: new optimizers.SGD({ learningRate: 0.1, momentum: 0.9 }),
    loss: "sparse_categorical_crossentropy",
  });
  return { model, data };
}

const OPTIMIZERS: Record<string, () => unknown> = {
  sgd: () => "sgd",
  sgd_momentum: () => new optimizers.SGD({ learningRate: 0.05, momentum: 0.9, nesterov: true, clipvalue: 0.1 }),
  sgd_accumulation: () => new optimizers.SGD({ momentum: 0.5, gradientAccumulationSteps: 2, weightDecay: 0.01 }),
  adam_amsgrad: () => new optimizers.Adam({ amsgrad: true, beta1: 0.8, beta2: 0.95, epsilon: 1e-5, clipnorm: 0.5 }),
  adam_ema: () => new optimizers.Adam({ useEma: true, emaMomentum: 0.8, emaOverwriteFrequency: 3, globalClipnorm: 1 }),
  rmsprop: () => new optimizers.RMSprop({ rho: 0.8, momentum: 0.4, centered: true, epsilon: 1e-4 }),
  rmsprop_decay: () => new optimizers.RMSprop({ weightDecay: 0.02, lossScaleFactor: 2 }),
  adam_with_name: () => new optimizers.Adam({ name: "mine", learningRate: 0.003 }),
};

const CASES: Record<string, () => Case> = {
  images,
  pair,
  frozen,
  nested: () => nested(false),
  nested_at_the_end: () => nested(true),
  ...Object.fromEntries(Object.entries(OPTIMIZERS).map(([name, make]) => [`optimizer_${name}`, () => stack(make())])),
};

async function predict(model: Model, data: Data): Promise<unknown[]> {
  const outputs = await model.predictAll(data.x);
  return (outputs instanceof Tensor ? [outputs] : outputs).map(arrayOf);
}

test.runIf(OUT).each(Object.keys(CASES))("%s", async (name) => {
  const { model, data } = CASES[name]!();
  const step = async (index: number): Promise<Record<string, number>> => {
    const { x, y, sampleWeight } = data(index);
    return model.trainOnBatch(x, y, sampleWeight ? { sampleWeight } : {});
  };
  for (let i = 0; i < STEPS_BEFORE; i++) await step(i);
  mkdirSync(OUT!, { recursive: true });
  await model.save(join(OUT!, `${name}.keras`));
  const snapshot = (): unknown => ({
    weights: model.weights.map((v) => encode(v.read(), v.shape, v.dtype)),
    optimizer: model.optimizer.variables.map((v) => ({
      name: v.name,
      path: v.path,
      value: encode(v.read(), v.shape, v.dtype),
    })),
  });
  const batches = Array.from({ length: STEPS_AFTER }, (_, i) => data(STEPS_BEFORE + i));
  const loaded = snapshot();
  const prediction = await predict(model, batches[0]!);
  const logs: Record<string, number>[] = [];
  for (let i = 0; i < STEPS_AFTER; i++) logs.push(await step(STEPS_BEFORE + i));
  expect(logs.every((log) => Number.isFinite(log.loss))).toBe(true);
  const predictionAfter = await predict(model, batches[0]!);
  const encoded = batches.map(({ x, y, sampleWeight }) => ({
    x: x.map(arrayOf),
    y: y.map(arrayOf),
    sampleWeight: sampleWeight?.map(arrayOf) ?? null,
  }));
  writeFileSync(
    join(OUT!, `${name}.json`),
    JSON.stringify({ batches: encoded, loaded, prediction, logs, after: snapshot(), predictionAfter }),
  );
});
