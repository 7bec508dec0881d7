/** Every message a layer gives: who, what, what was expected, what came, and the way out. */
import { beforeEach, describe, expect, test } from "vitest";
import * as K from "../../ts/backend/K";
import "../../ts/backend/evaluate";
import type { Tensor } from "../../ts/core/tensor";
import type { Layer } from "../../ts/layers/core/layer";
import * as layers from "../../ts/layers/gen/public";
import * as ops from "../../ts/ops/gen/public";

beforeEach(() => K.clearSession());

const x = (...shape: number[]): Tensor => ops.ones(shape);
function message(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
}
const then = (layer: Layer, first: Tensor, second: Tensor): void => {
  layer.apply(first);
  layer.apply(second);
};
// biome-ignore lint/suspicious/noExplicitAny: options that TypeScript would not let pass
const wrong = (value: unknown): any => value;

const CASES: [string, () => unknown, string][] = [
  [
    "Dense: other features",
    () => then(layers.dense({ units: 2 }), x(4, 5), x(4, 3)),
    "dense: input has 3 features but its kernel was built for 5. Expected shape (..., 5). Received x.shape=[4, 3].",
  ],
  [
    "Dense: no features",
    () => layers.dense({ units: 2 }).apply(x(4)),
    "dense: input has 1 axes but the layer needs 2 or more. Expected shape (batch, ..., features). Received x.shape=[null]. Put the batch on the first axis: ops.expandDims(x, 0) makes a batch of one.",
  ],
  [
    "Conv2D: wrong rank",
    () => layers.conv2d({ filters: 2, kernelSize: 3 }).apply(x(8, 28, 28)),
    "conv2d: input has 3 axes but the layer needs 4. Expected shape (batch, height, width, channels). Received x.shape=[null, 28, 28]. Add the missing axis with ops.expandDims or layers.reshape; grey images have 1 channel.",
  ],
  [
    "Conv2D: wrong channels",
    () => then(layers.conv2d({ filters: 2, kernelSize: 3 }), x(1, 5, 5, 3), x(1, 5, 5, 1)),
    "conv2d: input has 1 channels but its kernel was built for 3. Expected shape (batch, height, width, 3). Received x.shape=[1, 5, 5, 1]. Check that the images are channels_last.",
  ],
  [
    "Conv2D: kernel larger than the image",
    () => layers.conv2d({ filters: 2, kernelSize: 5 }).apply(x(1, 4, 6, 3)),
    'conv2d: the window is larger than the input. Expected images of at least 5 by 5 with padding "valid". Received x.shape=[1, 4, 6, 3]. Use padding "same", a smaller kernelSize, or larger images.',
  ],
  [
    "Conv2D: dilated kernel larger than the image",
    () => layers.conv2d({ filters: 2, kernelSize: 3, dilationRate: 2 }).apply(x(1, 4, 6, 3)),
    'conv2d: the dilated window is larger than the input. Expected images of at least 5 by 5 with padding "valid". Received x.shape=[1, 4, 6, 3]. Use padding "same", a smaller kernelSize, or larger images.',
  ],
  [
    "Conv2D: groups and filters",
    () => layers.conv2d({ filters: 3, kernelSize: 3, groups: 2 }),
    "conv2d: the groups do not divide the filters. Expected filters a multiple of 2. Received filters=3, groups=2.",
  ],
  [
    "Conv2D: groups and channels",
    () => layers.conv2d({ filters: 4, kernelSize: 3, groups: 2 }).apply(x(1, 5, 5, 3)),
    "conv2d: the groups do not divide the channels of the input. Expected channels a multiple of 2. Received x.shape=[null, 5, 5, 3], groups=2.",
  ],
  [
    "Conv2D: strides and dilation",
    () => layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, dilationRate: 2 }),
    "conv2d: strides and dilationRate above 1 do not go together. Received strides=[2, 2], dilationRate=[2, 2].",
  ],
  [
    "Conv2D: filters",
    () => layers.conv2d({ filters: 0, kernelSize: 3 }),
    "conv2d: filters is no positive whole number. Received filters=0.",
  ],
  [
    "Conv2D: kernelSize",
    () => layers.conv2d({ filters: 1, kernelSize: [3, 3, 3] }),
    "conv2d: kernelSize does not fit. Expected a positive whole number or 2 of them. Received kernelSize=[3, 3, 3].",
  ],
  [
    "Conv2D: padding",
    () => layers.conv2d({ filters: 1, kernelSize: 3, padding: "causal" }),
    'conv2d: the padding is unknown. Expected "valid" or "same". Received padding="causal".',
  ],
  [
    "Conv2D: data format",
    () => layers.conv2d({ filters: 1, kernelSize: 3, dataFormat: "last" }),
    'conv2d: the data format is unknown. Expected "channels_last" or "channels_first". Received dataFormat="last".',
  ],
  [
    "Conv2D: an option it has not",
    () => layers.conv2d({ filters: 1, kernelSize: 3, ...wrong({ loraRank: 2 }) }),
    "Conv2D: loraRank is not supported. Received loraRank=2.",
  ],
  [
    "Conv2D: unknown channels",
    () => layers.conv2d({ filters: 1, kernelSize: 3 }).apply(K.placeholder({ shape: [null, 5, 5, null] })),
    "conv2d: the number of channels is unknown. Received x.shape=[null, 5, 5, null]. Give the layer an input shape with its channels.",
  ],
  [
    "DepthwiseConv2D: wrong channels, channels_first",
    () => then(layers.depthwiseConv2d({ kernelSize: 3, dataFormat: "channels_first" }), x(1, 3, 5, 5), x(1, 2, 5, 5)),
    "depthwise_conv2d: input has 2 channels but its kernel was built for 3. Expected shape (batch, 3, height, width). Received x.shape=[1, 2, 5, 5]. Check that the images are channels_first.",
  ],
  [
    "DepthwiseConv2D: depthMultiplier",
    () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 1.5 }),
    "depthwise_conv2d: depthMultiplier is no positive whole number. Received depthMultiplier=1.5.",
  ],
  [
    "MaxPooling2D: pool larger than the image",
    () => layers.maxPooling2d({ poolSize: [2, 4], name: "pool" }).apply(x(2, 3, 3, 1)),
    'pool: the window is larger than the input. Expected images of at least 2 by 4 with padding "valid". Received x.shape=[2, 3, 3, 1]. Use padding "same", a smaller poolSize, or larger images.',
  ],
  [
    "AveragePooling2D: wrong rank",
    () => layers.averagePooling2d().apply(x(2, 3)),
    "average_pooling2d: input has 2 axes but the layer needs 4. Expected shape (batch, height, width, channels). Received x.shape=[2, 3]. Add the missing axis with ops.expandDims or layers.reshape; grey images have 1 channel.",
  ],
  [
    "GlobalMaxPooling2D: wrong rank, channels_first",
    () => layers.globalMaxPooling2d({ dataFormat: "channels_first" }).apply(x(2, 3, 3)),
    "global_max_pooling2d: input has 3 axes but the layer needs 4. Expected shape (batch, channels, height, width). Received x.shape=[2, 3, 3]. Add the missing axis with ops.expandDims or layers.reshape.",
  ],
  [
    "GlobalAveragePooling2D: a list",
    () => layers.globalAveragePooling2d().apply([x(1, 2, 2, 1), x(1, 2, 2, 1)]),
    "global_average_pooling2d: takes one tensor, not a list of them. Expected one tensor. Received a list of 2. Call the layer once for each tensor, or join them first with layers.concatenate.",
  ],
  [
    "BatchNormalization: other features",
    () => then(layers.batchNormalization({ axis: 1 }), x(4, 5, 2), x(4, 3, 2)),
    "batch_normalization: input has 3 features but the layer was built for 5. Expected size 5 on axis 1. Received x.shape=[4, 3, 2].",
  ],
  [
    "BatchNormalization: other rank",
    () => then(layers.batchNormalization(), x(4, 5), x(4, 5, 5)),
    "batch_normalization: input has 3 axes but the layer was built for 2. Expected rank 2. Received x.shape=[4, 5, 5].",
  ],
  [
    "BatchNormalization: axis out of range",
    () => layers.batchNormalization({ axis: 3 }).apply(x(4, 5)),
    "batch_normalization: axis is out of range. Expected an integer from -2 to 1. Received axis=3.",
  ],
  [
    "BatchNormalization: several axes",
    () => layers.batchNormalization({ axis: wrong([1, 2]) }),
    "batch_normalization: axis does not fit. Expected a whole number. Received axis=[1, 2].",
  ],
  [
    "BatchNormalization: momentum",
    () => layers.batchNormalization({ momentum: 2 }),
    "batch_normalization: momentum does not fit. Expected a number from 0 to 1. Received momentum=2.",
  ],
  [
    "BatchNormalization: bounds of renorm",
    () => layers.batchNormalization({ renorm: true, renormClipping: { rmin: 2, rmax: 1 }, name: "bn" }),
    "bn: renormClipping does not fit. Expected { rmin, rmax, dmax }: numbers, rmin at most rmax, dmax not negative. Received renormClipping={rmin, rmax}.",
  ],
  [
    "BatchNormalization: mask",
    () => layers.batchNormalization().apply(x(2, 3, 4), { training: true, mask: x(2) }),
    "batch_normalization: the mask does not fit the input. Expected one axis less than the input. Received mask.shape=[2], x.shape=[2, 3, 4].",
  ],
  [
    "Dropout: rate",
    () => layers.dropout({ rate: 1.5 }),
    "dropout: the rate is out of range. Expected 0 to 1. Received rate=1.5.",
  ],
  [
    "Dropout: noiseShape",
    () => layers.dropout({ rate: 0.5, noiseShape: [0] }),
    "dropout: noiseShape does not fit. Expected a list of positive whole numbers or null. Received noiseShape=[0].",
  ],
  [
    "Dropout: noiseShape and input",
    () => layers.dropout({ rate: 0.5, noiseShape: [null, 2] }).apply(x(4, 3)),
    "dropout: noiseShape does not fit the input. Expected 2 sizes, each null, 1 or the input's. Received noiseShape=[null, 2], x.shape=[4, 3].",
  ],
  [
    "Flatten: scalar",
    () => layers.flatten().apply(x()),
    "flatten: input is a scalar. Expected shape (batch, ...). Received x.shape=[]. Put the batch on the first axis: ops.expandDims(x, 0) makes a batch of one.",
  ],
  [
    "Reshape: sizes",
    () => layers.reshape({ targetShape: [4, -1] }).apply(x(2, 3, 2)),
    "reshape: the rows of the input do not fill targetShape. Expected rows of a multiple of 4 elements, for targetShape (4, -1). Received rows of 6 elements, shape (3, 2).",
  ],
  [
    "Reshape: two free sizes",
    () => layers.reshape({ targetShape: [-1, -1] }),
    "reshape: targetShape does not fit. Expected a list of whole numbers, of which one may be -1, without the batch. Received targetShape=[-1, -1].",
  ],
  [
    "Permute: dims",
    () => layers.permute({ dims: [0, 1] }),
    "permute: dims is no permutation. Expected each axis once, counted from 1 (the batch is 0 and stays). Received dims=[0, 1].",
  ],
  [
    "Permute: rank",
    () => layers.permute({ dims: [2, 1] }).apply(x(2, 3)),
    "permute: input has 2 axes but dims has 2 and the batch. Expected rank 3. Received x.shape=[2, 3], dims=[2, 1].",
  ],
  [
    "ZeroPadding2D: padding",
    () => layers.zeroPadding2d({ padding: [1, -1] }),
    "zero_padding2d: the padding does not fit. Expected a whole number, [height, width] or [[top, bottom], [left, right]], none negative. Received padding=[1, -1].",
  ],
  [
    "Rescaling: scale",
    () => layers.rescaling({ scale: [1, 2, 3] }).apply(x(2, 2)),
    "rescaling: scale does not fit the input. Expected one number, or one for each channel (the last axis). Received scale=[1, 2, 3], x.shape=[2, 2].",
  ],
  [
    "Rescaling: no scale",
    () => layers.rescaling(wrong({})),
    "rescaling: is no number, boolean or regular nested array of them. Received value=undefined.",
  ],
  [
    "ReLU: negative option",
    () => layers.reLU({ negativeSlope: -1 }),
    "re_lu: negativeSlope is negative or no number. Received negativeSlope=-1.",
  ],
  [
    "LeakyReLU: negative slope",
    () => layers.leakyReLU({ negativeSlope: -0.1 }),
    "leaky_re_lu: negativeSlope is negative or no number. Received negativeSlope=-0.1.",
  ],
  [
    "Softmax: axis out of range",
    () => layers.softmax({ axis: 2 }).apply(x(2, 2)),
    "softmax: axis is out of range. Expected an integer from -2 to 1. Received axis=2.",
  ],
  [
    "Softmax: axis",
    () => layers.softmax({ axis: [] }),
    "softmax: axis does not fit. Expected a whole number, or a list of them. Received axis=[].",
  ],
  [
    "InputLayer: no shape",
    () => new layers.InputLayer({}),
    "input_layer: needs a shape, once. Expected shape (with batchSize, if it is fixed) or batchShape. Received shape=undefined, batchSize=undefined, batchShape=undefined. Write input({ shape: [28, 28, 1] }).",
  ],
  [
    "InputLayer: other data",
    () => new layers.InputLayer({ shape: [3] }).apply(x(2, 4)),
    "input_layer: the data does not fit the input. Expected shape (null, 3). Received x.shape=[2, 4].",
  ],
  [
    "Add: one tensor",
    () => layers.add().apply(x(2, 3)),
    "add: takes a list of tensors. Expected two or more tensors in one array. Received one tensor of shape (2, 3). Write layers.add().apply([a, b]).",
  ],
  [
    "Add: shapes",
    () => layers.add().apply([x(2, 3), x(2, 4)]),
    "add: the inputs do not broadcast. Expected sizes that are equal or 1, counted from the last axis. Received shapes (2, 3), (2, 4).",
  ],
  [
    "Multiply: batches",
    () => layers.multiply().apply([x(2, 3), x(1, 3)]),
    "multiply: the inputs differ in their batch. Expected as many rows in each. Received shapes (2, 3), (1, 3).",
  ],
  [
    "Subtract: three tensors",
    () => layers.subtract().apply([x(2, 3), x(2, 3), x(2, 3)]),
    "subtract: takes two tensors. Expected a list of 2. Received a list of 3.",
  ],
  [
    "Subtract: one tensor in a list",
    () => layers.subtract().apply([x(2, 3)]),
    "subtract: takes two tensors. Expected a list of 2. Received a list of 1.",
  ],
  [
    "Concatenate: shapes",
    () => layers.concatenate({ axis: 1 }).apply([x(2, 3, 4), x(2, 3, 5)]),
    "concatenate: the inputs do not fit together. Expected equal sizes on all axes but 1. Received shapes (2, 3, 4), (2, 3, 5).",
  ],
  [
    "Concatenate: one tensor",
    () => layers.concatenate().apply(x(2, 3)),
    "concatenate: takes a list of tensors. Expected two or more tensors in one array. Received one tensor of shape (2, 3). Write layers.concatenate().apply([a, b]).",
  ],
  [
    "an option as Python spells it",
    () => layers.repeatVector({ n: 2, ...wrong({ input_shape: [3] }) }),
    'RepeatVector: has no option "input_shape". Expected one of n, name, trainable, dtype, inputShape, autocast, activityRegularizer. Write "inputShape".',
  ],
  [
    "an unknown option",
    () => layers.permute({ dims: [1], ...wrong({ axis: 1 }) }),
    'Permute: has no option "axis". Expected one of dims, name, trainable, dtype, inputShape, autocast, activityRegularizer. Write new layers.Permute({ dims: ..., name: ... }).',
  ],
];

describe("messages", () => {
  test.each(CASES)("%s", (_name, body, want) => {
    expect(message(body)).toBe(want);
  });
});
