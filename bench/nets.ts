/** The networks that are measured: they get the library, so that each copy of it can have its own. */
import type * as Keratin from "keratin";

type Library = typeof Keratin;
type Symbol = ReturnType<Library["input"]>;

/** A network and how it is trained. */
export interface Net {
  readonly title: string;
  /** The rows of a batch. */
  readonly batch: number;
  /** A compiled model. */
  readonly make: (keratin: Library) => Keratin.Model;
}

const LOSS = "sparse_categorical_crossentropy";

function mlp(inputs: number, hidden: number, outputs: number): Net["make"] {
  return ({ layers, Sequential }) => {
    const model = new Sequential([
      layers.input({ shape: [inputs] }),
      layers.dense({ units: hidden, activation: "relu" }),
      layers.dense({ units: outputs, activation: "softmax" }),
    ]);
    return model.compile({ optimizer: "sgd", loss: LOSS });
  };
}

/** Two convolutions and a head on 28 x 28 digits. */
function cnn(first: number, second: number, strides: number): Net["make"] {
  return ({ layers, Sequential }) => {
    const pool = (): Keratin.Layer[] => (strides === 1 ? [layers.maxPooling2d()] : []);
    const model = new Sequential([
      layers.input({ shape: [28, 28, 1] }),
      layers.conv2d({ filters: first, kernelSize: 3, strides, activation: "relu" }),
      ...pool(),
      layers.conv2d({ filters: second, kernelSize: 3, strides, activation: "relu" }),
      ...pool(),
      layers.flatten(),
      layers.dense({ units: 10, activation: "softmax" }),
    ]);
    return model.compile({ optimizer: "adam", loss: LOSS });
  };
}

/** A convolution, batch normalization and ReLU; a depthwise one without `filters`. */
function block(
  { layers }: Library,
  x: Symbol,
  options: { filters?: number; kernelSize: number | [number, number]; strides?: number | [number, number] },
): Symbol {
  const { filters, ...rest } = { padding: "same" as const, useBias: false, ...options };
  const y = filters ? layers.conv2d({ filters, ...rest }).apply(x) : layers.depthwiseConv2d(rest).apply(x);
  return layers.reLU().apply(layers.batchNormalization().apply(y));
}

/** The keyword spotter of MLPerf Tiny: four depthwise separable blocks on 49 x 10 coefficients. */
function keywords(keratin: Library): Keratin.Model {
  const { input, layers, Model } = keratin;
  const x = input({ shape: [49, 10, 1] });
  let y = block(keratin, x, { filters: 64, kernelSize: [10, 4], strides: [2, 2] });
  for (let i = 0; i < 4; i++) {
    y = block(keratin, block(keratin, y, { kernelSize: 3 }), { filters: 64, kernelSize: 1 });
  }
  const head = layers.dense({ units: 12, activation: "softmax" });
  const model = new Model({ inputs: x, outputs: head.apply(layers.globalAveragePooling2d().apply(y)) });
  return model.compile({ optimizer: "adam", loss: LOSS });
}

/** MobileNetV1, a quarter as wide, on 96 x 96 pictures: the person detector of MLPerf Tiny. */
function mobileNet(keratin: Library): Keratin.Model {
  const { input, layers, Model } = keratin;
  const x = input({ shape: [96, 96, 3] });
  let y = block(keratin, x, { filters: 8, kernelSize: 3, strides: 2 });
  const widths = [16, 32, 32, 64, 64, 128, 128, 128, 128, 128, 128, 256, 256];
  for (const [i, filters] of widths.entries()) {
    const strides = [1, 3, 5, 11].includes(i) ? 2 : 1;
    y = block(keratin, block(keratin, y, { kernelSize: 3, strides }), { filters, kernelSize: 1 });
  }
  const head = layers.dense({ units: 2, activation: "softmax" });
  const model = new Model({ inputs: x, outputs: head.apply(layers.globalAveragePooling2d().apply(y)) });
  return model.compile({ optimizer: "adam", loss: LOSS });
}

function lstm({ layers, Sequential }: Library): Keratin.Model {
  const model = new Sequential([
    layers.input({ shape: [28, 28] }),
    layers.lstm({ units: 64 }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  return model.compile({ optimizer: "adam", loss: LOSS });
}

/** Two layers of a transformer, before each part a normalization, on 64 tokens of 1000. */
function transformer({ input, layers, ops, Model }: Library): Keratin.Model {
  const x = input({ shape: [64], dtype: "int32" });
  let y = layers.embedding({ inputDim: 1000, outputDim: 128 }).apply(x);
  for (let i = 0; i < 2; i++) {
    const a = layers.layerNormalization().apply(y);
    y = ops.add(y, layers.multiHeadAttention({ numHeads: 4, keyDim: 32 }).apply([a, a]));
    const wide = layers.dense({ units: 256, activation: "gelu" }).apply(layers.layerNormalization().apply(y));
    y = ops.add(y, layers.dense({ units: 128 }).apply(wide));
  }
  const head = layers.dense({ units: 10, activation: "softmax" });
  const model = new Model({ inputs: x, outputs: head.apply(layers.globalAveragePooling1d().apply(y)) });
  return model.compile({ optimizer: "adam", loss: LOSS });
}

/** All of them, by short names. */
export const NETS: Readonly<Record<string, Net>> = {
  mlp_small: { title: "MLP 16-32-4", batch: 32, make: mlp(16, 32, 4) },
  mlp: { title: "MLP 784-128-10", batch: 32, make: mlp(784, 128, 10) },
  cnn_small: { title: "small CNN 3x3/2x8, 3x3/2x16, dense 10", batch: 32, make: cnn(8, 16, 2) },
  cnn: { title: "MNIST CNN conv 16, pool, conv 32, pool, dense 10", batch: 32, make: cnn(16, 32, 1) },
  keywords: { title: "DS-CNN, keyword spotting of MLPerf Tiny", batch: 32, make: keywords },
  mobilenet: { title: "MobileNetV1-0.25-96", batch: 8, make: mobileNet },
  lstm: { title: "LSTM-64 on 28 steps of 28", batch: 32, make: lstm },
  transformer: { title: "transformer of two layers, 64 tokens of 128", batch: 8, make: transformer },
};
