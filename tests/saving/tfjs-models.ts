/** Models of every layer that TensorFlow.js has, for tests of what keratin writes for it. */
import { input, layers as l, Model, optimizers, regularizers, Sequential, type Tensor, tensor } from "keratin";

/** A model, and the shapes of its inputs; `most`: whole numbers up to it. */
export interface Case {
  model: Model;
  shapes: readonly (readonly number[])[];
  most?: number;
  /** Why TensorFlow.js cannot train it. */
  untrainable?: string;
}

const one = (shape: number[], body: (x: Tensor) => Tensor | Tensor[], batch = 3): Case => {
  const x = input({ shape });
  return { model: new Model({ inputs: x, outputs: body(x) }), shapes: [[batch, ...shape]] };
};
const stack = (shape: number[], ...rest: ConstructorParameters<typeof Sequential>[0] & {}): Case => ({
  model: new Sequential([input({ shape }), ...rest]),
  shapes: [[3, ...shape]],
});

const ACTIVATIONS =
  "elu gelu linear log_softmax mish relu relu6 selu sigmoid silu softmax softplus softsign tanh".split(" ");

/** By their names. */
export const CASES: Readonly<Record<string, () => Case>> = {
  activations: () =>
    one([5], (x) => [
      ...ACTIVATIONS.map((activation) => l.activation({ activation }).apply(x)),
      l.reLU({ maxValue: 0.5 }).apply(x),
      l.reLU({ threshold: 0.3 }).apply(x),
      l.reLU({ negativeSlope: 0.2 }).apply(x),
      l.leakyReLU({ negativeSlope: 0.1 }).apply(x),
      l.prelu({ alphaInitializer: "glorot_uniform" }).apply(x),
      l.elu({}).apply(x),
      l.softmax({}).apply(x),
    ]),
  dense: () => {
    const own = stack(
      [4],
      l.dense({ units: 6, activation: "silu", kernelInitializer: "lecun_normal", kernelConstraint: "max_norm" }),
      l.dropout({ rate: 0 }),
      l.flatten(),
      l.dense({ units: 3, useBias: false, kernelRegularizer: regularizers.l2({ l2: 0.01 }), activation: "softmax" }),
    );
    own.model.compile({ optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"] });
    return own;
  },
  noise: () =>
    stack(
      [4, 3],
      l.gaussianNoise({ stddev: 1 }),
      l.gaussianDropout({ rate: 0.2 }),
      l.alphaDropout({ rate: 0.2 }),
      l.spatialDropout1d({ rate: 0.5 }),
      l.dense({ units: 2 }),
    ),
  shapes: () =>
    one([4, 6, 3], (x) => {
      const first = l.dense({ units: 3 }).apply(x);
      const padded = l
        .zeroPadding2d({
          padding: [
            [1, 0],
            [2, 1],
          ],
        })
        .apply(first);
      const larger = l.upSampling2d({ size: [2, 1] }).apply(
        l
          .cropping2d({
            cropping: [
              [1, 1],
              [0, 2],
            ],
          })
          .apply(padded),
      );
      const turned = l.permute({ dims: [2, 1, 3] }).apply(larger);
      const flat = l.flatten().apply(turned);
      return [
        flat,
        l.flatten().apply(l.repeatVector({ n: 2 }).apply(flat)),
        l.flatten().apply(l.reshape({ targetShape: [-1, 2] }).apply(turned)),
        l.flatten().apply(l.rescaling({ scale: 2, offset: 1 }).apply(turned)),
      ];
    }),
  conv1d: () =>
    stack(
      [12, 2],
      l.conv1d({ filters: 3, kernelSize: 3, strides: 2, padding: "same" }),
      l.conv1d({ filters: 2, kernelSize: 2 }),
      l.maxPooling1d({ poolSize: 2, strides: 1 }),
      l.averagePooling1d({ poolSize: 2, padding: "same" }),
      l.globalAveragePooling1d({}),
    ),
  conv2d: () => {
    const own = stack(
      [9, 8, 3],
      l.conv2d({ filters: 4, kernelSize: [3, 2], padding: "same", strides: 2, activation: "relu" }),
      l.batchNormalization({ momentum: 0.5 }),
      l.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, padding: "same", useBias: false }),
      l.separableConv2d({ filters: 3, kernelSize: 2, depthMultiplier: 2 }),
      l.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: "same" }),
      l.maxPooling2d({ poolSize: 2, padding: "same" }),
      l.averagePooling2d({ poolSize: [2, 1] }),
      l.globalMaxPooling2d({}),
    );
    own.model.compile({
      optimizer: optimizers.sgd({ learningRate: 0.1, momentum: 0.9 }),
      loss: "mse",
      metrics: ["mae"],
    });
    return own;
  },
  conv3d: () =>
    stack(
      [4, 5, 4, 2],
      l.conv3d({ filters: 3, kernelSize: 2, padding: "same", activation: "tanh" }),
      l.maxPooling3d({ poolSize: [1, 2, 1] }),
      l.averagePooling3d({ poolSize: 2 }),
    ),
  dilated: () => ({
    ...stack(
      [6, 6, 2],
      l.conv2d({ filters: 2, kernelSize: 2, dilationRate: [1, 2], padding: "same" }),
      l.separableConv2d({ filters: 2, kernelSize: 2, dilationRate: 2, padding: "same" }),
      l.reshape({ targetShape: [36, 2] }),
      l.conv1d({ filters: 2, kernelSize: 2, dilationRate: 2 }),
    ),
    untrainable: "no gradients of dilated convolutions",
  }),
  deconv3d: () => ({
    ...stack([2, 3, 2, 2], l.conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2 })),
    untrainable: "no gradient of the transposed convolution in 3D",
  }),
  partial: () => ({
    ...one([4, 3], (x) => [
      l.batchNormalization({ scale: false }).apply(x),
      l.layerNormalization({ center: false }).apply(x),
      l.batchNormalization({ center: false }).apply(x),
    ]),
    untrainable: "normalizations want both weights",
  }),
  channels: () => {
    const dataFormat = "channels_first";
    return stack(
      [3, 6, 6],
      l.conv2d({ filters: 4, kernelSize: 2, dataFormat }),
      l.depthwiseConv2d({ kernelSize: 2, dataFormat }),
      l.conv2dTranspose({ filters: 3, kernelSize: 2, dataFormat }),
      l.zeroPadding2d({ padding: 1, dataFormat }),
      l.upSampling2d({ size: 2, dataFormat }),
      l.maxPooling2d({ poolSize: 2, dataFormat }),
      l.flatten({ dataFormat }),
    );
  },
  normalization: () =>
    one([4, 3], (x) => [l.layerNormalization({}).apply(x), l.layerNormalization({ axis: [1, 2] }).apply(x)]),
  merging: () => {
    const [a, b] = [input({ shape: [4], name: "a" }), input({ shape: [4], name: "b" })];
    const shared = l.dense({ units: 4, activation: "tanh" });
    const [x, y] = [shared.apply(a), shared.apply(b)];
    const outputs = [
      l.add({}).apply([x, y]),
      l.multiply({}).apply([x, y, a]),
      l.average({}).apply([x, y]),
      l.maximum({}).apply([x, y]),
      l.minimum({}).apply([x, y]),
      l.concatenate({}).apply([x, y, b]),
      l.dot({ axes: 1 }).apply([x, y]),
      l.dot({ axes: -1, normalize: true }).apply([x, y]),
    ];
    return {
      model: new Model({ inputs: [a, b], outputs }),
      shapes: [
        [3, 4],
        [3, 4],
      ],
    };
  },
  nested: () => {
    const inner = input({ shape: [4] });
    const both = new Model({
      inputs: inner,
      outputs: [l.dense({ units: 3, name: "deep" }).apply(inner), inner],
      name: "both",
    });
    const row = new Sequential([input({ shape: [3] }), l.dense({ units: 3, name: "low" })], { name: "row" });
    return one([4], (x) => {
      const [y, same] = both.applyAll(x) as Tensor[];
      const [z] = both.applyAll(same!) as Tensor[];
      return [row.apply(row.apply(y!)), l.add({}).apply([y!, z!])];
    });
  },
  recurrent: () => {
    const own = one([5, 3], (x) => {
      const first = l.lstm({ units: 4, returnSequences: true }).apply(x);
      const both = l
        .bidirectional({ layer: l.gru({ units: 3, resetAfter: false, returnSequences: true }) })
        .apply(first);
      return l.dense({ units: 2 }).apply(l.simpleRNN({ units: 3, goBackwards: true }).apply(both));
    });
    own.model.compile({ optimizer: "rmsprop", loss: "mean_absolute_error" });
    return own;
  },
  states: () => ({
    ...one([5, 3], (x) => {
      const [all, h, c] = l.lstm({ units: 4, returnSequences: true, returnState: true }).applyAll(x) as Tensor[];
      const next = l.lstm({ units: 4 }).apply(all!, { initialState: [h!, c!] });
      const two = l.bidirectional({ layer: l.lstm({ units: 4, name: "way" }), mergeMode: "sum" });
      return [next, two.apply(x, { initialState: [h!, c!, c!, h!] })];
    }),
    untrainable: "first states are mixed up",
  }),
  cells: () =>
    one([4, 3], (x) => {
      const cell = [l.lstmCell({ units: 3 }), l.gruCell({ units: 2, resetAfter: false })];
      return [
        l.flatten().apply(l.rnn({ cell, returnSequences: true }).apply(x)),
        l.rnn({ cell: l.simpleRNNCell({ units: 3 }) }).apply(x),
        l.flatten().apply(l.timeDistributed({ layer: l.dense({ units: 2, name: "each" }) }).apply(x)),
      ];
    }),
  images: () =>
    one([3, 5, 5, 2], (x) => {
      const inner = new Sequential([input({ shape: [5, 5, 2] }), l.flatten(), l.dense({ units: 2 })]);
      return [
        l.flatten().apply(new l.ConvLSTM2D({ filters: 2, kernelSize: 2, padding: "same" }).apply(x)),
        l.flatten().apply(l.timeDistributed({ layer: l.conv2d({ filters: 2, kernelSize: 3 }) }).apply(x)),
        l.flatten().apply(l.timeDistributed({ layer: inner }).apply(x)),
      ];
    }),
  words: () => {
    const x = input({ shape: [6], dtype: "int32" });
    const table = l.embedding({ inputDim: 7, outputDim: 4, maskZero: true }).apply(x);
    const both = l.bidirectional({ layer: l.lstm({ units: 3, returnSequences: true }) }).apply(table);
    const last = l.lstm({ units: 3 }).apply(l.dense({ units: 3 }).apply(l.dropout({ rate: 0.1 }).apply(both)));
    return { model: new Model({ inputs: x, outputs: last }), shapes: [[4, 6]], most: 6 };
  },
  masking: () => stack([5, 2], l.masking({ maskValue: 0 }), l.gru({ units: 3, resetAfter: false })),
  frozen: () => {
    const own = stack([3], l.dense({ units: 4, trainable: false }), l.dense({ units: 2 }));
    own.model.compile({
      optimizer: optimizers.adagrad({ learningRate: 0.1 }),
      loss: { [own.model.outputNames[0]!]: "mse" },
    });
    return own;
  },
};

/** Inputs of a case: zeros among them. */
export function inputsOf({ shapes, most }: Case): Tensor[] {
  return shapes.map((shape, k) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const wave = Float32Array.from({ length: size }, (_, i) => Math.sin(0.37 * (i + 1) + k) * 1.5);
    if (!most)
      return tensor(
        wave.map((x, i) => (i % 10 < 2 && shape.length === 3 ? 0 : x)),
        shape,
      );
    return tensor(
      Int32Array.from(wave, (x) => Math.round(((x / 1.5 + 1) / 2) * most)),
      shape,
    );
  });
}

/** Weights that are no special values: those that must be positive are. */
export function shake({ model }: Case): void {
  const values = model.weights.map((variable, k) => {
    const wave = Float32Array.from({ length: variable.size }, (_, i) => 0.6 * Math.sin(1 + 0.7 * i + 1.3 * k));
    return tensor(variable.name === "moving_variance" ? wave.map((x) => 0.5 + x * x) : wave, [...variable.dims]);
  });
  model.setWeights(values);
}
