/** K: keras.backend's own words, over the same ops. */

import { type TensorLike, toTensor } from "../core/convert";
import { ValueError } from "../core/errors";
import { resetNames } from "../core/names";
import { checkOptions } from "../core/options";
import type { Dims, Shape } from "../core/shapes";
import { isSymbolic } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import * as ops from "../ops/gen/public";
import type { ReduceOptions } from "../ops/kinds/reduce";
import { clearPrograms } from "./compile";
import type { RandomOptions } from "./random";
import * as random from "./random";

export {
  absolute as abs,
  add,
  binaryCrossentropy,
  cast,
  categoricalCrossentropy,
  clip,
  divide,
  dot,
  elu,
  equal,
  exp,
  floor,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  multiply,
  negative,
  notEqual,
  oneHot,
  onesLike,
  power as pow,
  prod,
  reshape,
  round,
  rsqrt,
  selu,
  sigmoid,
  sign,
  silu,
  softmax,
  softplus,
  softsign,
  sparseCategoricalCrossentropy,
  sqrt,
  square,
  stack,
  std,
  stopGradient,
  subtract,
  sum,
  tanh,
  tile,
  transpose,
  variance as var,
  where,
  zerosLike,
} from "../ops/gen/public";
export { makeFunction as function, placeholder } from "./function";
export { gradients } from "./gradients";
export type { ConstantOptions } from "./values";
export {
  batchGetValue,
  batchSetValue,
  constant,
  eval,
  getValue,
  movingAverageUpdate,
  setValue,
  update,
  updateAdd,
  updateSub,
  variable,
} from "./values";

/** max(x, 0), with a slope below the threshold and a ceiling. */
export function relu(
  x: TensorLike,
  options: { alpha?: number; maxValue?: number | null; threshold?: number } = {},
): Tensor {
  const form = "K.relu(x, { alpha: 0.1 })";
  const {
    alpha = 0,
    maxValue,
    threshold = 0,
  } = checkOptions("relu", options, ["alpha", "maxValue", "threshold"], form);
  let y: Tensor;
  if (alpha === 0 && threshold === 0) y = ops.relu(x);
  else y = ops.where(ops.greater(x, threshold), x, ops.multiply(alpha, ops.subtract(x, threshold)));
  return maxValue === undefined || maxValue === null ? y : ops.minimum(y, maxValue);
}

/** clip(0.2 x + 0.5, 0, 1): the slope of Keras 1 and 2. */
export function hardSigmoid(x: TensorLike): Tensor {
  return ops.clip(ops.add(ops.multiply(x, 0.2), 0.5), 0, 1);
}

/** The index of the largest element along an axis, the last by default. */
export function argmax(x: TensorLike, options: { axis?: number } = {}): Tensor {
  return ops.argmax(x, { axis: checkOptions("argmax", options, ["axis"]).axis ?? -1 });
}

/** The index of the smallest element along an axis, the last by default. */
export function argmin(x: TensorLike, options: { axis?: number } = {}): Tensor {
  return ops.argmin(x, { axis: checkOptions("argmin", options, ["axis"]).axis ?? -1 });
}

/** Whether any element is true. */
export function any(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return ops.cast(ops.max(ops.cast(ops.cast(toTensor("any", x), "bool"), "int32"), options), "bool");
}

/** Whether all elements are true. */
export function all(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return ops.cast(ops.min(ops.cast(ops.cast(toTensor("all", x), "bool"), "int32"), options), "bool");
}

/** The tensors one behind the other along an axis, the last by default. */
export function concatenate(tensors: readonly TensorLike[], options: { axis?: number } = {}): Tensor {
  return ops.concatenate(tensors, { axis: checkOptions("concatenate", options, ["axis"]).axis ?? -1 });
}

/** A new axis of size 1, the last by default. */
export function expandDims(x: TensorLike, options: { axis?: number } = {}): Tensor {
  return ops.expandDims(x, checkOptions("expandDims", options, ["axis"]).axis ?? -1);
}

/** Drops an axis of size 1. */
export function squeeze(x: TensorLike, axis: number): Tensor {
  return ops.squeeze(x, { axis });
}

/** The axes in another order. */
export function permuteDimensions(x: TensorLike, pattern: readonly number[]): Tensor {
  return ops.transpose(x, { axes: pattern });
}

/** All elements on one axis. */
export function flatten(x: TensorLike): Tensor {
  return ops.reshape(x, [-1]);
}

/** All axes but the first on one. */
export function batchFlatten(x: TensorLike): Tensor {
  const shape = toTensor("batchFlatten", x).shape;
  return ops.reshape(x, [-1, shape.slice(1).reduce<number>((size, d) => size * (d ?? 1), 1)]);
}

/** Each element of an axis repeated. */
export function repeatElements(x: TensorLike, rep: number, axis: number): Tensor {
  return ops.repeat(x, rep, { axis });
}

/** [batch, n] repeated to [batch, times, n]. */
export function repeat(x: TensorLike, n: number): Tensor {
  return ops.repeat(ops.expandDims(x, 1), n, { axis: 1 });
}

/** Rows by index. */
export function gather(reference: TensorLike, indices: TensorLike): Tensor {
  return ops.take(reference, indices, { axis: 0 });
}

/** x where the condition holds, else the alternative. */
export { where as switch } from "../ops/gen/public";

/** x over its Euclidean norm along an axis. */
export function l2Normalize(x: TensorLike, options: { axis?: number } = {}): Tensor {
  const { axis } = checkOptions("l2Normalize", options, ["axis"]);
  const norm = ops.sum(ops.square(x), { axis: axis ?? null, keepdims: true });
  return ops.multiply(x, ops.rsqrt(ops.maximum(norm, 1e-12)));
}

/** Options of 2D convolutions. */
export interface Conv2dOptions {
  strides?: number | readonly number[];
  padding?: string;
  dataFormat?: string | null;
  dilationRate?: number | readonly number[];
}

/** 2D convolution. */
export function conv2d(x: TensorLike, kernel: TensorLike, options: Conv2dOptions = {}): Tensor {
  return ops.conv(x, kernel, options);
}

/** 2D convolution of every channel by itself. */
export function depthwiseConv2d(x: TensorLike, kernel: TensorLike, options: Conv2dOptions = {}): Tensor {
  return ops.depthwiseConv(x, kernel, options);
}

/** 2D pooling; strides are 1 by default. */
export function pool2d(
  x: TensorLike,
  poolSize: number | readonly number[],
  options: {
    strides?: number | readonly number[];
    padding?: string;
    dataFormat?: string | null;
    poolMode?: string;
  } = {},
): Tensor {
  const form = 'K.pool2d(x, 2, { strides: 2, poolMode: "avg" })';
  const keys = ["strides", "padding", "dataFormat", "poolMode"];
  const { poolMode = "max", strides = 1, ...rest } = checkOptions("pool2d", options, keys, form);
  if (poolMode !== "max" && poolMode !== "avg") {
    throw new ValueError("pool2d", "the mode is unknown", { expected: '"max" or "avg"', received: { poolMode } });
  }
  return (poolMode === "max" ? ops.maxPool : ops.averagePool)(x, poolSize, { strides, ...rest });
}

/** Adds a bias to the channels. */
export function biasAdd(x: TensorLike, bias: TensorLike): Tensor {
  return ops.add(x, bias);
}

/** (x - mean) / sqrt(var + epsilon) * gamma + beta, over the last axis. */
export function batchNormalization(
  x: TensorLike,
  mean: TensorLike,
  variance: TensorLike,
  beta: TensorLike | null,
  gamma: TensorLike | null,
  options: { epsilon?: number } = {},
): Tensor {
  const { epsilon = 1e-3 } = checkOptions("batchNormalization", options, ["epsilon"]);
  const inverse = ops.rsqrt(ops.add(variance, epsilon));
  const scale = gamma === null ? inverse : ops.multiply(inverse, gamma);
  const shift = ops.negative(ops.multiply(mean, scale));
  return ops.add(ops.multiply(x, scale), beta === null ? shift : ops.add(beta, shift));
}

/** A tensor of zeros. */
export function zeros(shape: Dims, options: { dtype?: string | null } = {}): Tensor {
  return ops.zeros(shape, options);
}

/** A tensor of ones. */
export function ones(shape: Dims, options: { dtype?: string | null } = {}): Tensor {
  return ops.ones(shape, options);
}

/** Whole numbers from start up to stop, int32 by default. */
export function arange(start: number, stop?: number | null, step = 1, options: { dtype?: string | null } = {}): Tensor {
  return ops.arange(start, stop, step, { dtype: options.dtype ?? "int32" });
}

/** Uniform values in [minval, maxval). */
export function randomUniform(shape: Dims, options: RandomOptions & { minval?: number; maxval?: number } = {}): Tensor {
  return random.uniform(shape, options);
}

/** Normal values. */
export function randomNormal(shape: Dims, options: RandomOptions & { mean?: number; stddev?: number } = {}): Tensor {
  return random.normal(shape, options);
}

/** Normal values within two standard deviations. */
export function truncatedNormal(shape: Dims, options: RandomOptions & { mean?: number; stddev?: number } = {}): Tensor {
  return random.truncatedNormal(shape, options);
}

/** Sets elements to zero with probability `level`, scales the others. */
export function dropout(
  x: TensorLike,
  level: number,
  options: { noiseShape?: Dims | null; seed?: number | null } = {},
): Tensor {
  return random.dropout(x, level, options);
}

/** The static shape. */
export function intShape(x: TensorLike): Shape {
  return toTensor("intShape", x).shape;
}

/** The number of axes. */
export function ndim(x: TensorLike): number {
  return toTensor("ndim", x).rank;
}

/** The name of the dtype. */
export function dtype(x: TensorLike): string {
  return toTensor("dtype", x).dtype;
}

/** The number of elements of a variable. */
export function countParams(x: TensorLike): number {
  return toTensor("countParams", x).size;
}

/** Whether a value is a symbolic tensor. */
export function isKerasTensor(x: unknown): boolean {
  return isSymbolic(x);
}

/** Keras's fuzz factor, 1e-7. */
export function epsilon(): number {
  return 1e-7;
}

/** The default float type. */
export function floatx(): string {
  return "float32";
}

/** "channels_last". */
export function imageDataFormat(): string {
  return "channels_last";
}

/** Frees the programs kept for expressions that may come again, and starts automatic names anew. */
export function clearSession(): void {
  clearPrograms();
  resetNames();
}
