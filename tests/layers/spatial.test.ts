/** What layers over sequences, images and volumes do beside the golden cases. */
import { input, K, layers, Model, ops, Sequential, tensor } from "keratin";
import { beforeEach, describe, expect, test } from "vitest";
import { maskOf } from "../../ts/core/mask";
import type { Shape } from "../../ts/core/shapes";
import type { Layer } from "../../ts/layers/core/layer";
import { layerFrom } from "./run-layer-test";

beforeEach(() => K.clearSession());

test("GlobalAveragePooling1D leaves out what a mask hides, and ends the mask", () => {
  const x = ops.reshape(ops.arange(12, undefined, undefined, { dtype: "float32" }), [2, 3, 2]);
  const mask = tensor([1, 0, 1, 0, 0, 1], [2, 3], "bool");
  const y = layers.globalAveragePooling1d().apply(x, { mask });
  expect(y.arraySync()).toEqual([
    [2, 3],
    [10, 11],
  ]);
  const first = layers.globalAveragePooling1d({ dataFormat: "channels_first", keepdims: true });
  expect(first.apply(ops.reshape(x, [2, 2, 3]), { mask }).arraySync()).toEqual([
    [[1], [4]],
    [[8], [11]],
  ]);
  const masked = layers.masking().apply(tensor([3, 1, 0, 0, 5, 5], [1, 3, 2]));
  const pooled = layers.globalAveragePooling1d().apply(masked);
  expect(pooled.arraySync()).toEqual([[4, 3]]);
  expect(maskOf(pooled) ?? null).toBe(null);
});

test("unknown sizes stay unknown, as in Keras", () => {
  const shape = (layer: Layer, given: Shape): Shape => layer.apply(K.placeholder({ shape: given })).shape;
  const line = [null, null, 8];
  expect(shape(layers.maxPooling1d({ poolSize: 10 }), line)).toEqual([null, null, 8]);
  expect(shape(layers.conv1d({ filters: 3, kernelSize: 200 }), line)).toEqual([null, null, 3]);
  expect(shape(layers.conv1d({ filters: 3, kernelSize: 3, strides: 50, padding: "causal" }), line)).toEqual([
    null,
    null,
    3,
  ]);
  expect(shape(layers.reshape({ targetShape: [-1, 4] }), line)).toEqual([null, null, 4]);
  const image = [null, null, null, 6];
  expect(shape(layers.flatten(), image)).toEqual([null, null]);
  expect(shape(layers.flatten({ dataFormat: "channels_first" }), image)).toEqual([null, null]);
  expect(shape(layers.reshape({ targetShape: [-1, 4] }), image)).toEqual([null, null, 4]);
  expect(shape(layers.upSampling2d({ size: 3, interpolation: "bilinear" }), image)).toEqual(image);
  expect(shape(layers.resizing({ height: 3, width: 4 }), image)).toEqual([null, 3, 4, 6]);
  expect(shape(layers.centerCrop({ height: 3, width: 4 }), image)).toEqual([null, 3, 4, 6]);
  expect(shape(layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 }), image)).toEqual([
    null,
    null,
    null,
    2,
  ]);
  expect(shape(layers.cropping2d({ cropping: 3 }), image)).toEqual(image);
  expect(shape(layers.averagePooling2d({ poolSize: 100, strides: 50 }), image)).toEqual(image);
  expect(shape(layers.adaptiveMaxPooling2d({ outputSize: [3, 5] }), image)).toEqual([null, 3, 5, 6]);
  expect(shape(layers.globalMaxPooling3d(), [null, null, 4, null, 6])).toEqual([null, 6]);
});

test("one image is resized and cropped as a batch of one", () => {
  const x = ops.reshape(ops.divide(ops.arange(60), 7), [4, 5, 3]);
  for (const layer of [layers.resizing({ height: 3, width: 8 }), layers.centerCrop({ height: 3, width: 2 })]) {
    const [one, batch] = [layer.apply(x), layer.apply(ops.expandDims(x, 0))];
    expect(one.shape).toEqual(batch.shape.slice(1));
    expect(one.dataSync()).toEqual(batch.dataSync());
  }
});

test("kernels slide over pixels as over floats", () => {
  const pixels = tensor(
    new Uint8Array(75).map((_, i) => i * 3),
    [1, 5, 5, 3],
  );
  for (const layer of [
    layers.conv2d({ filters: 2, kernelSize: 3 }),
    layers.conv2dTranspose({ filters: 2, kernelSize: 3, dataFormat: "channels_first" }),
    layers.depthwiseConv2d({ kernelSize: 3 }),
    layers.separableConv2d({ filters: 2, kernelSize: 3 }),
  ]) {
    const [whole, float] = [layer.apply(pixels), layer.apply(ops.cast(pixels, "float32"))];
    expect(whole.dtype).toBe("float32");
    expect(whole.dataSync()).toEqual(float.dataSync());
  }
});

test("a long causal convolution sees no later step", () => {
  const layer = layers.conv1d({ filters: 2, kernelSize: 4, dilationRate: 3, padding: "causal" });
  const x = ops.reshape(ops.divide(ops.arange(40), 7), [1, 20, 2]);
  const [whole, part] = [layer.apply(x), layer.apply(ops.slice(x, [0, 0, 0], [1, 11, 2]))];
  expect(ops.slice(whole, [0, 0, 0], [1, 11, 2]).dataSync()).toEqual(part.dataSync());
});

test("regularizers of the output and constraints stand in the config where Keras has them", () => {
  const layer = layers.conv1d({ filters: 2, kernelSize: 3, activityRegularizer: "l2", kernelConstraint: "non_neg" });
  const config = layer.getConfig();
  const keys = ["name", "trainable", "dtype", "activity_regularizer", "filters", "kernel_size"];
  expect(Object.keys(config).slice(0, 6)).toEqual(keys);
  expect(config.kernel_constraint).toMatchObject({ class_name: "NonNeg", config: {} });
  expect(config.bias_constraint).toBe(null);
  expect(layerFrom("Convolution1D", config).getConfig()).toEqual(config);
});

test("training keeps the constraints of all kernels", async () => {
  const options = { filters: 3, kernelSize: 2, biasConstraint: "non_neg" };
  const model = new Sequential([
    layers.separableConv1d({ ...options, depthwiseConstraint: "non_neg", pointwiseConstraint: "non_neg" }),
    layers.conv1dTranspose({ ...options, kernelConstraint: "non_neg" }),
    layers.depthwiseConv1d({ kernelSize: 2, depthwiseConstraint: "non_neg", biasConstraint: "non_neg" }),
    layers.conv1d({ ...options, kernelConstraint: "non_neg", activityRegularizer: "l2" }),
  ]);
  model.compile({ optimizer: "sgd", loss: "mse" });
  const x = ops.reshape(ops.divide(ops.arange(60), 60), [2, 10, 3]);
  await model.fit(x, ops.negative(ops.ones([2, 8, 3])), { epochs: 2, verbose: 0 });
  expect(model.weights.length).toBe(9);
  for (const weight of model.weights) expect(Math.min(...weight.read())).toBeGreaterThanOrEqual(0);
});

test("a model of volumes trains, and its file gives the same predictions", async () => {
  const x = input({ shape: [4, 5, 6, 2] });
  const down = layers
    .maxPooling3d({ padding: "same" })
    .apply(layers.conv3d({ filters: 4, kernelSize: 3, padding: "same", activation: "relu" }).apply(x));
  const up = layers.conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2 }).apply(down);
  const y = layers.globalAveragePooling3d().apply(
    layers
      .cropping3d({
        cropping: [
          [0, 0],
          [0, 1],
          [0, 0],
        ],
      })
      .apply(up),
  );
  const model = new Model({ inputs: x, outputs: y });
  model.compile({ optimizer: "adam", loss: "mse" });
  const data = ops.reshape(ops.divide(ops.arange(480), 480), [2, 4, 5, 6, 2]);
  const { history } = await model.fit(data, ops.ones([2, 2]), { epochs: 20, verbose: 0 });
  expect(history.loss!.at(-1)!).toBeLessThan(history.loss![0]!);
  const { loadModel } = await import("keratin");
  const again = await loadModel(await model.save());
  expect((await again.predict(data)).dataSync()).toEqual((await model.predict(data)).dataSync());
});

const x = (...shape: number[]) => ops.ones(shape);
// biome-ignore lint/suspicious/noExplicitAny: options that TypeScript would not let pass
const wrong = (value: unknown): any => value;
const CASES: [string, () => unknown, string][] = [
  [
    "Conv1D: wrong rank",
    () => layers.conv1d({ filters: 2, kernelSize: 3 }).apply(x(4, 5)),
    "conv1d: input has 2 axes but the layer needs 3. Expected shape (batch, steps, channels). Received x.shape=[null, 5]. Add the missing axis with ops.expandDims or layers.reshape.",
  ],
  [
    "Conv1D: kernel larger than the sequence",
    () => layers.conv1d({ filters: 2, kernelSize: 5 }).apply(x(1, 4, 3)),
    'conv1d: the window is larger than the input. Expected sequences of at least 5 with padding "valid". Received x.shape=[1, 4, 3]. Use padding "same", a smaller kernelSize, or larger sequences.',
  ],
  [
    "Conv1D: padding",
    () => layers.conv1d({ filters: 2, kernelSize: 5, padding: "full" }),
    'conv1d: the padding is unknown. Expected "valid", "same" or "causal". Received padding="full".',
  ],
  [
    "Conv3D: channels",
    () => {
      const layer = layers.conv3d({ filters: 2, kernelSize: 1 });
      layer.apply(x(1, 2, 2, 2, 3));
      layer.apply(x(1, 2, 2, 2, 1));
    },
    "conv3d: input has 1 channels but its kernel was built for 3. Expected shape (batch, depth, height, width, 3). Received x.shape=[1, 2, 2, 2, 1]. Check that the volumes are channels_last.",
  ],
  [
    "Conv2DTranspose: outputPadding",
    () => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: [2, 3], outputPadding: [1, 3] }),
    "conv2d_transpose: outputPadding is too large. Expected less than the stride on every axis. Received outputPadding=[1, 3], strides=[2, 3].",
  ],
  [
    "Conv1DTranspose: strides and dilation",
    () => layers.conv1dTranspose({ filters: 2, kernelSize: 3, strides: 2, dilationRate: 2 }),
    "conv1d_transpose: strides and dilationRate above 1 do not go together. Received strides=[2], dilationRate=[2].",
  ],
  [
    "SeparableConv1D: filters",
    () => layers.separableConv1d(wrong({ kernelSize: 3 })),
    "separable_conv1d: filters is no positive whole number. Received filters=undefined.",
  ],
  [
    "no options",
    () => layers.conv2d(wrong(undefined)),
    "conv2d: kernelSize does not fit. Expected a positive whole number or 2 of them. Received kernelSize=undefined.",
  ],
  [
    "AdaptiveAveragePooling2D: outputSize",
    () => layers.adaptiveAveragePooling2d({ outputSize: [2, 3, 4] }),
    "adaptive_average_pooling2d: outputSize does not fit. Expected a positive whole number or 2 of them. Received outputSize=[2, 3, 4].",
  ],
  [
    "Cropping2D: nothing left",
    () =>
      layers
        .cropping2d({
          cropping: [
            [1, 1],
            [2, 3],
          ],
        })
        .apply(x(1, 4, 5, 1)),
    "cropping2d: nothing of the input is left. Expected more than 2 by 5 cells. Received x.shape=[1, 4, 5, 1], cropping=[[1, 1], [2, 3]]. Crop less, or use larger inputs.",
  ],
  [
    "ZeroPadding1D: padding",
    () => layers.zeroPadding1d({ padding: [1, 2, 3] }),
    "zero_padding1d: the padding does not fit. Expected a whole number or [left, right], none negative. Received padding=[1, 2, 3].",
  ],
  [
    "UpSampling2D: interpolation",
    () => layers.upSampling2d({ interpolation: "area" }),
    'up_sampling2d: the interpolation is unknown. Expected "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5". Received interpolation="area".',
  ],
  [
    "UpSampling1D: size",
    () => layers.upSampling1d({ size: 0 }),
    "up_sampling1d: size is no positive whole number. Received size=0.",
  ],
  [
    "RepeatVector: rank",
    () => layers.repeatVector({ n: 2 }).apply(x(2, 3, 4)),
    "repeat_vector: input has 3 axes but the layer needs 2. Expected shape (batch, features). Received x.shape=[2, 3, 4].",
  ],
  [
    "Resizing: both ways",
    () => layers.resizing({ height: 2, width: 2, cropToAspectRatio: true, padToAspectRatio: true }),
    "resizing: cropToAspectRatio and padToAspectRatio do not go together. Choose one of them.",
  ],
  [
    "Resizing: boxes",
    () => layers.resizing({ height: 2, width: 2, ...wrong({ boundingBoxFormat: "xyxy" }) }),
    'Resizing: boundingBoxFormat is not supported. Received boundingBoxFormat="xyxy".',
  ],
  [
    "CenterCrop: rank",
    () => layers.centerCrop({ height: 2, width: 2 }).apply(x(2, 2)),
    "center_crop: input has 2 axes but the layer needs 3 or 4. Expected an image, or a batch of images, with channels. Received x.shape=[2, 2].",
  ],
];

describe("messages", () => {
  test.each(CASES)("%s", (_name, body, want) => {
    expect(() => {
      try {
        body();
      } catch (error) {
        throw new Error((error as Error).message);
      }
    }).toThrow(new Error(want));
  });
});
