/** Functions of TensorFlow for networks: activations, losses, normalization. */
import { type TensorLike, toTensor } from "../../../core/convert";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { type Table, table } from "./table";

const along =
  (f: (x: TensorLike, options: { axis: number }) => Tensor): Make =>
  (c) =>
    f(c.x, { axis: c.axis(-1, "axis", "dim") });

const silu: Make = (c) => {
  const beta = c.number(1, "beta");
  return beta === 1 ? ops.silu(c.x) : ops.multiply(c.x, ops.sigmoid(ops.multiply(c.x, beta)));
};

const crelu: Make = (c) => {
  const { x } = c;
  return ops.relu(ops.concatenate([x, ops.negative(x)], { axis: c.axis(-1, "axis") }));
};

/** The shape of one number for each channel, beside the tensor. */
function perChannel(c: Call, x: Tensor, values: TensorLike): TensorLike {
  if (!c.text("N..C", "data_format").startsWith("NC")) return values;
  return ops.reshape(
    values,
    x.shape.map((_, i) => (i === 1 ? -1 : 1)),
  );
}

const biasAdd: Make = (c) => {
  const x = c.tensor;
  return ops.add(x, perChannel(c, x, c.other("bias")));
};

const batchNormalization: Make = (c) => {
  const [x, mean, variance] = [c.x, c.other("mean"), c.other("variance")];
  const scale = c.maybe("scale");
  const offset = c.maybe("offset");
  const inverse = ops.rsqrt(ops.add(variance, c.number(0.001, "variance_epsilon")));
  const factor = scale === undefined ? inverse : ops.multiply(inverse, scale);
  const y = ops.multiply(ops.subtract(x, mean), factor);
  return offset === undefined ? y : ops.add(y, offset);
};

/** What runs in training is the layer's. */
const fusedBatchNorm: Make = (c) => {
  if (c.get("is_training") !== false) throw c.refuse("takes the mean and variance of a batch");
  const x = c.tensor;
  const [scale, offset, mean, variance] = ["scale", "offset", "mean", "variance"].map((name) =>
    perChannel(c, x, c.other(name)),
  ) as [TensorLike, TensorLike, TensorLike, TensorLike];
  const factor = ops.multiply(ops.rsqrt(ops.add(variance, c.number(0.001, "epsilon"))), scale);
  const y = ops.add(ops.multiply(ops.subtract(x, mean), factor), offset);
  return [y, toTensor(c.function, mean), toTensor(c.function, variance)];
};

/** Divided by the squares of the channels around: their sum is a product with a band of ones. */
const localResponse: Make = (c) => {
  const x = c.tensor;
  const channels = x.shape[x.rank - 1];
  if (typeof channels !== "number") throw c.refuse("needs the number of channels");
  c.bounded([channels, channels]);
  const radius = c.whole(5, "depth_radius");
  const near = (i: number, j: number): number => (Math.abs(i - j) <= radius ? 1 : 0);
  const band = Array.from({ length: channels }, (_, i) => Array.from({ length: channels }, (_, j) => near(i, j)));
  const sums = ops.matmul(ops.square(x), toTensor(c.function, band));
  const base = ops.add(ops.multiply(sums, c.number(1, "alpha")), c.number(1, "bias"));
  return ops.divide(x, ops.power(base, c.number(0.5, "beta")));
};

/** It draws numbers whether the model is trained or not. */
const dropout: Make = (c) => {
  const rate = c.get("rate") === undefined ? 1 - c.number(1, "keep_prob") : c.number(0, "rate");
  if (rate !== 0) throw c.refuse("draws random numbers");
  return ops.copy(c.x);
};

// ---------------------------------------------------------------- losses

/** The labels stand first, or have a name where the logits do. */
const labelsAndLogits = (c: Call): [TensorLike, TensorLike] =>
  c.get("labels") === undefined
    ? [c.x, c.other("logits")]
    : [c.other("labels"), c.get("logits") ? c.other("logits") : c.x];

/** max(x, 0) - x z + log(1 + exp(-|x|)): no exponent is large. */
const sigmoidCrossEntropy: Make = (c) => {
  const [z, x] = labelsAndLogits(c);
  const rest = ops.log1p(ops.exp(ops.negative(ops.absolute(x))));
  return ops.add(ops.subtract(ops.relu(x), ops.multiply(x, z)), rest);
};

const softmaxCrossEntropy: Make = (c) => {
  const axis = c.axis(-1, "axis", "dim");
  const [z, x] = labelsAndLogits(c);
  return ops.negative(ops.sum(ops.multiply(z, ops.logSoftmax(x, { axis })), { axis }));
};

/** Indices of classes in the place of vectors. */
const sparseSoftmaxCrossEntropy: Make = (c) => {
  const [z, x] = labelsAndLogits(c);
  const places = ops.expandDims(ops.cast(z, "int32"), -1);
  return ops.negative(ops.squeeze(ops.takeAlongAxis(ops.logSoftmax(x), places, { axis: -1 }), { axis: -1 }));
};

/** The ops behind both give the gradient to the logits as well. */
const withGradient =
  (loss: Make): Make =>
  (c) => [loss(c) as Tensor];

const crossEntropyOf =
  (f: typeof ops.binaryCrossentropy): Make =>
  (c) =>
    f(...c.pair("output"), { fromLogits: c.flag("from_logits") });

const xwPlusB: Make = (c) => ops.add(ops.matmul(c.x, c.other("weights")), c.other("biases"));

/** For networks. */
export const NN: Table = /* @__PURE__ */ table({
  crelu: crelu,
  "silu swish": silu,
  gelu: (c) => ops.gelu(c.x, { approximate: c.flag("approximate") }),
  leaky_relu: (c) => ops.leakyRelu(c.x, { negativeSlope: c.number(0.2, "alpha") }),
  softmax: along(ops.softmax),
  log_softmax: along(ops.logSoftmax),
  bias_add: biasAdd,
  batch_normalization: batchNormalization,
  fused_batch_norm: fusedBatchNorm,
  "local_response_normalization lrn": localResponse,
  l2_loss: (c) => ops.multiply(ops.sum(ops.square(c.x)), 0.5),
  dropout: dropout,
  sigmoid_cross_entropy_with_logits: sigmoidCrossEntropy,
  softmax_cross_entropy_with_logits: softmaxCrossEntropy,
  sparse_softmax_cross_entropy_with_logits: sparseSoftmaxCrossEntropy,
  SoftmaxCrossEntropyWithLogits: withGradient(softmaxCrossEntropy),
  SparseSoftmaxCrossEntropyWithLogits: withGradient(sparseSoftmaxCrossEntropy),
  "keras.backend.binary_crossentropy": crossEntropyOf(ops.binaryCrossentropy),
  "keras.backend.categorical_crossentropy": crossEntropyOf(ops.categoricalCrossentropy),
  xw_plus_b: xwPlusB,
});
