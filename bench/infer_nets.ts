/** The networks that answer one row: the four of MLPerf Tiny, and MobileNetV2. */
import type * as Keratin from "keratin";
import { noise } from "./data.mjs";
import { NETS } from "./nets";

type Library = typeof Keratin;
type Symbol = ReturnType<Library["input"]>;

/** A network; its weights are the same every time. */
export interface InferNet {
  readonly title: string;
  readonly make: (keratin: Library) => Keratin.Model;
}

/** ResNet-8 of MLPerf Tiny on 32 x 32 pictures: three blocks of 16, 32 and 64 filters. */
function resNet({ input, layers, Model }: Library): Keratin.Model {
  const conv = (x: Symbol, filters: number, kernelSize: number, strides: number): Symbol =>
    layers.conv2d({ filters, kernelSize, strides, padding: "same" }).apply(x);
  const normal = (x: Symbol): Symbol => layers.batchNormalization().apply(x);
  const relu = (x: Symbol): Symbol => layers.activation({ activation: "relu" }).apply(x);
  const x = input({ shape: [32, 32, 3] });
  let y = relu(normal(conv(x, 16, 3, 1)));
  for (const [filters, strides] of [
    [16, 1],
    [32, 2],
    [64, 2],
  ] as const) {
    const inner = normal(conv(relu(normal(conv(y, filters, 3, strides))), filters, 3, 1));
    const short = strides === 1 ? y : conv(y, filters, 1, strides);
    y = relu(layers.add().apply([short, inner]));
  }
  const flat = layers.flatten().apply(layers.averagePooling2d({ poolSize: 8 }).apply(y));
  return new Model({ inputs: x, outputs: layers.dense({ units: 10, activation: "softmax" }).apply(flat) });
}

/** The autoencoder of MLPerf Tiny: five frames of a spectrogram of a machine's sound, and back. */
function autoencoder({ input, layers, Model }: Library): Keratin.Model {
  const x = input({ shape: [640] });
  let y = x;
  for (const units of [128, 128, 128, 128, 8, 128, 128, 128, 128]) {
    const dense = layers.dense({ units }).apply(y);
    y = layers.activation({ activation: "relu" }).apply(layers.batchNormalization().apply(dense));
  }
  return new Model({ inputs: x, outputs: layers.dense({ units: 640 }).apply(y) });
}

/** MobileNetV2 of keras.applications, alpha 1, on 224 x 224 pictures. */
function mobileNetV2({ input, layers, Model }: Library): Keratin.Model {
  const normal = (x: Symbol): Symbol => layers.batchNormalization({ epsilon: 1e-3, momentum: 0.999 }).apply(x);
  const relu6 = (x: Symbol): Symbol => layers.reLU({ maxValue: 6 }).apply(x);
  const conv = (x: Symbol, filters: number, kernelSize = 1, strides = 1): Symbol =>
    normal(layers.conv2d({ filters, kernelSize, strides, padding: "same", useBias: false }).apply(x));
  const depthwise = (x: Symbol, strides: number): Symbol => {
    const options = { kernelSize: 3, strides, useBias: false };
    if (strides === 1) return normal(layers.depthwiseConv2d({ ...options, padding: "same" }).apply(x));
    // All sizes that are halved are even.
    const pad = layers.zeroPadding2d({
      padding: [
        [0, 1],
        [0, 1],
      ],
    });
    return normal(layers.depthwiseConv2d({ ...options, padding: "valid" }).apply(pad.apply(x)));
  };
  const x = input({ shape: [224, 224, 3] });
  let y = relu6(conv(x, 32, 3, 2));
  let channels = 32;
  for (const [expansion, filters, count, first] of [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ] as const) {
    for (let i = 0; i < count; i++) {
      const wide = expansion === 1 ? y : relu6(conv(y, expansion * channels));
      const narrow = conv(relu6(depthwise(wide, i === 0 ? first : 1)), filters);
      y = i === 0 ? narrow : layers.add().apply([y, narrow]);
      channels = filters;
    }
  }
  const pooled = layers.globalAveragePooling2d().apply(relu6(conv(y, 1280)));
  return new Model({ inputs: x, outputs: layers.dense({ units: 1000, activation: "softmax" }).apply(pooled) });
}

/**
 * Kernels by their fan-in, so that values keep their size through the network (`gain` is 6 before a ReLU, 3 without), and statistics of
 * normalization as after some training.
 */
function filled(model: Keratin.Model, gain = 6): Keratin.Model {
  let seed = 1;
  for (const layer of model.layers) {
    layer.setWeights(
      layer.weights.map(({ path, shape }) => {
        const dims = shape as number[];
        const size = dims.reduce((product, d) => product * d, 1);
        const wave = (scale: number, middle = 0): Float32Array => noise(size, seed++, scale).map((v) => v + middle);
        switch (path.slice(path.lastIndexOf("/") + 1)) {
          case "gamma":
            return wave(0.2, 1);
          case "moving_variance":
            return wave(0.3, 1.05);
          case "kernel": {
            const terms = layer.name.startsWith("depthwise") ? dims[0]! * dims[1]! : size / dims.at(-1)!;
            return wave(Math.sqrt(gain / terms));
          }
          default:
            return wave(0.1);
        }
      }),
    );
  }
  return model;
}

/** All of them, by short names. */
export const INFER_NETS: Readonly<Record<string, InferNet>> = {
  keywords: { title: NETS["keywords"]!.title, make: (keratin) => filled(NETS["keywords"]!.make(keratin)) },
  mobilenet: { title: NETS["mobilenet"]!.title, make: (keratin) => filled(NETS["mobilenet"]!.make(keratin)) },
  resnet: { title: "ResNet-8 of MLPerf Tiny", make: (keratin) => filled(resNet(keratin)) },
  autoencoder: { title: "autoencoder of MLPerf Tiny", make: (keratin) => filled(autoencoder(keratin)) },
  // Before two of three convolutions is a ReLU, before the third a sum.
  mobilenet_v2: { title: "MobileNetV2-224", make: (keratin) => filled(mobileNetV2(keratin), 4) },
};
