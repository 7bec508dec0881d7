// Models of TensorFlow.js, made with what it has had since version 1.7 unless the case says otherwise.

/** Each gives a model, the shapes of its inputs (`most`: whole numbers up to it), and how to train it, if at all. */
export const CASES = {
  cnn({ sequential, layers: l }) {
    const model = sequential({
      layers: [
        l.conv2d({ inputShape: [8, 8, 2], filters: 4, kernelSize: 3, padding: "same", activation: "hardSigmoid" }),
        l.batchNormalization({}),
        l.maxPooling2d({ poolSize: 2 }),
        l.separableConv2d({ filters: 5, kernelSize: 3, padding: "same", activation: "relu" }),
        l.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, depthwiseRegularizer: "l1l2" }),
        l.reLU({ maxValue: 2 }),
        l.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: "same" }),
        l.globalAveragePooling2d({}),
        l.dropout({ rate: 0 }),
        l.dense({ units: 4, activation: "softmax" }),
      ],
    });
    const fit = { optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"] };
    return { model, inputs: [{ shape: [4, 8, 8, 2] }], fit };
  },

  recurrent({ input, model, layers: l }) {
    const words = input({ shape: [6], name: "words" });
    const embedded = l.embedding({ inputDim: 7, outputDim: 4, maskZero: true }).apply(words);
    const both = l.bidirectional({ layer: l.lstm({ units: 3, returnSequences: true }), mergeMode: "concat" });
    const all = l.gru({ units: 4, returnSequences: true }).apply(both.apply(embedded));
    const last = l.simpleRNN({ units: 3 }).apply(all);
    return {
      model: model({ inputs: words, outputs: l.dense({ units: 2 }).apply(last) }),
      inputs: [{ shape: [4, 6], most: 6 }],
      fit: { optimizer: "rmsprop", loss: "meanSquaredError" },
    };
  },

  functional({ input, model, sequential, layers: l }) {
    const a = input({ shape: [5], name: "a" });
    const b = input({ shape: [5], name: "b" });
    const shared = l.dense({ units: 4, activation: "tanh", name: "shared" });
    const inner = input({ shape: [4] });
    const nested = model({
      inputs: inner,
      outputs: l.dense({ units: 4, activation: "selu" }).apply(inner),
      name: "nested",
    });
    const stack = sequential({ layers: [l.dense({ units: 3, inputShape: [4], activation: "elu" })], name: "stack" });
    const [x, y] = [nested.apply(shared.apply(a)), nested.apply(shared.apply(b))];
    const joined = l.concatenate({}).apply([l.add({}).apply([x, y]), l.multiply({}).apply([x, y]), stack.apply(x)]);
    const outputs = [
      l.dense({ units: 2, name: "first" }).apply(joined),
      l.average({}).apply([x, l.maximum({}).apply([x, y]), l.minimum({}).apply([x, y])]),
      l.dot({ axes: 1 }).apply([x, y]),
    ];
    return { model: model({ inputs: [a, b], outputs }), inputs: [{ shape: [3, 5] }, { shape: [3, 5] }] };
  },

  cells({ input, model, layers: l }) {
    const steps = input({ shape: [5, 3] });
    const cells = [l.lstmCell({ units: 4 }), l.gruCell({ units: 3 })];
    const stacked = l.rnn({ cell: cells, returnSequences: true }).apply(steps);
    const each = l.timeDistributed({ layer: l.dense({ units: 2, activation: "softsign" }) }).apply(stacked);
    const [all, h, c] = l
      .lstm({ units: 2, returnSequences: true, returnState: true, recurrentActivation: "sigmoid" })
      .apply(each);
    const again = l.lstm({ units: 2, goBackwards: true }).apply(each, { initialState: [h, c] });
    return { model: model({ inputs: steps, outputs: [all, again] }), inputs: [{ shape: [3, 5, 3] }] };
  },

  shapes({ input, model, layers: l }) {
    const image = input({ shape: [4, 6, 3] });
    const padded = l
      .zeroPadding2d({
        padding: [
          [1, 0],
          [2, 1],
        ],
      })
      .apply(image);
    const cropped = l
      .cropping2D({
        cropping: [
          [1, 1],
          [1, 2],
        ],
      })
      .apply(padded);
    const larger = l.upSampling2d({ size: [2, 2] }).apply(cropped);
    const turned = l.permute({ dims: [2, 1, 3] }).apply(larger);
    const pooled = l.averagePooling2d({ poolSize: [2, 3], strides: [1, 2], padding: "same" }).apply(turned);
    const flat = l.flatten().apply(pooled);
    const rows = l.repeatVector({ n: 3 }).apply(l.dense({ units: 6, useBias: false }).apply(flat));
    const conv = l.conv1d({ filters: 4, kernelSize: 2, dilationRate: 1, padding: "same" }).apply(rows);
    const short = l.maxPooling1d({ poolSize: 2 }).apply(conv);
    const outputs = [l.globalMaxPooling1d().apply(short), l.reshape({ targetShape: [-1, 2] }).apply(conv)];
    return { model: model({ inputs: image, outputs }), inputs: [{ shape: [2, 4, 6, 3] }] };
  },

  activations({ input, model, layers: l }) {
    const x = input({ shape: [5] });
    const names = [
      "elu",
      "selu",
      "relu",
      "relu6",
      "linear",
      "sigmoid",
      "hardSigmoid",
      "softplus",
      "softsign",
      "tanh",
      "softmax",
    ];
    const outputs = names.map((activation) => l.activation({ activation }).apply(x));
    outputs.push(l.leakyReLU({ alpha: 0.2 }).apply(x), l.prelu({}).apply(x), l.elu().apply(x));
    outputs.push(l.thresholdedReLU({ theta: 0.3 }).apply(x), l.softmax({ axis: -1 }).apply(x));
    outputs.push(
      l.layerNormalization({}).apply(x),
      l.masking({ maskValue: 0 }).apply(l.repeatVector({ n: 2 }).apply(x)),
    );
    return { model: model({ inputs: x, outputs }), inputs: [{ shape: [3, 5] }] };
  },

  // From version 4 on.
  later({ input, model, layers: l }) {
    const x = input({ shape: [4, 4, 2] });
    const scaled = l.rescaling({ scale: 0.5, offset: -0.1 }).apply(x);
    const steps = l.reshape({ targetShape: [2, 2, 4, 2] }).apply(scaled);
    const conv = l.convLstm2d({ filters: 2, kernelSize: 2, padding: "same", returnSequences: true }).apply(steps);
    const deep = l
      .conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2 })
      .apply(l.conv3d({ filters: 3, kernelSize: 2, padding: "same" }).apply(conv));
    const flat = l
      .flatten()
      .apply(l.averagePooling3d({ poolSize: 2 }).apply(l.maxPooling3d({ poolSize: 1 }).apply(deep)));
    const names = ["gelu", "mish", "swish", "logSoftmax"];
    const outputs = names.map((activation) => l.dense({ units: 2, activation }).apply(flat));
    outputs.push(l.upSampling2d({ size: [2, 3], interpolation: "bilinear" }).apply(scaled));
    return { model: model({ inputs: x, outputs }), inputs: [{ shape: [2, 4, 4, 2] }] };
  },

  sgd({ sequential, layers: l }) {
    const model = sequential({
      layers: [
        l.dense({ units: 3, inputShape: [2], activation: "relu", kernelInitializer: "leCunNormal" }),
        l.dense({ units: 1 }),
      ],
    });
    return {
      model,
      inputs: [{ shape: [4, 2] }],
      fit: { optimizer: "sgd", loss: "meanAbsoluteError", metrics: ["mse"] },
    };
  },
};
