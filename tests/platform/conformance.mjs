/**
 * The conformance program: the same on every runtime, with nothing but the library in its hands. It trains a small
 * convolutional network for 20 steps, predicts, saves, loads, goes on training, and gives a hash of every float32 on
 * the way. Runtimes, builds of the strict module and numbers of threads must all give the same hash.
 */

/** FNV-1a over the bits of all values. */
function hashOf(arrays) {
  let hash = 0x811c9dc5;
  for (const values of arrays) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** A hash of all weights of a model. */
async function hashOfWeights(model) {
  return hashOf(await Promise.all(model.getWeights().map((weight) => weight.data())));
}

/** Images and labels from a formula: no file, no host's random numbers. */
export function makeData(rows) {
  const images = new Uint8Array(rows * 28 * 28);
  const labels = new Int32Array(rows);
  let state = 12345;
  const next = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) >>> 8;
  for (let row = 0; row < rows; row++) {
    const label = row % 10;
    labels[row] = label;
    for (let y = 0; y < 28; y++) {
      for (let x = 0; x < 28; x++) {
        const bright = (x * (label + 1) + y * (10 - label)) % 28 < 9;
        images[row * 784 + y * 28 + x] = (bright ? 160 : 20) + (next() % 80);
      }
    }
  }
  return { images, labels };
}

/** The network: convolution, depthwise convolution, batch normalization, dropout, a dense head. */
export function makeModel({ Sequential, layers, optimizers, utils }) {
  utils.setRandomSeed(7);
  const model = new Sequential([
    layers.input({ shape: [28, 28, 1] }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d(),
    layers.depthwiseConv2d({ kernelSize: 3 }),
    layers.batchNormalization(),
    layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
    layers.averagePooling2d(),
    layers.flatten(),
    layers.dropout({ rate: 0.25 }),
    layers.dense({ units: 64, activation: "tanh" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({
    optimizer: new optimizers.Adam({ learningRate: 0.003 }),
    loss: "sparse_categorical_crossentropy",
    metrics: ["accuracy"],
  });
  return model;
}

/** Whether rows have the same bits alone, in a batch of 7 and in a batch of 64. */
async function batchesAgree(model, images) {
  const row = 784;
  const outputs = [];
  for (const count of [1, 7, 64]) {
    const scores = await model.predict(images.slice(0, row * count), { batchSize: count });
    outputs.push(hashOf([(await scores.data()).slice(0, 10)]));
  }
  return new Set(outputs).size === 1;
}

/**
 * Runs the program. `options` go to `init`.
 * @returns {Promise<{ hash: string, steps: object, batchesAgree: boolean, accuracy: number, info: object }>}
 */
export async function conform(keratin, options) {
  const { init, info, loadModel } = keratin;
  if (options && Object.keys(options).length) await init(options);
  const { images, labels } = makeData(640);
  const model = makeModel(keratin);
  await model.fit(images, labels, { epochs: 1, batchSize: 32, verbose: 0 });
  const weights = await hashOfWeights(model);
  const scores = await model.predict(images.slice(0, 784 * 64));
  const predictions = hashOf([await scores.data()]);
  const file = await model.save();
  const loaded = await loadModel(file);
  await loaded.fit(images, labels, { epochs: 1, batchSize: 48, shuffle: false, verbose: 0 });
  const resumed = await hashOfWeights(loaded);
  const { accuracy } = await loaded.evaluate(images, labels, { batchSize: 64, verbose: 0 });
  const steps = { weights, predictions, resumed };
  const hash = hashOf([new TextEncoder().encode(Object.values(steps).join())]);
  return { hash, steps, batchesAgree: await batchesAgree(loaded, images), accuracy, info: info() };
}
