/** Layers of Keras 1 in the words of Keras 2. */
import { lookUp, textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject, type Upgrade } from "./context";

/** Other names of options, for all layers that have them. */
const RENAMED: Readonly<Record<string, string>> = {
  init: "kernel_initializer",
  W_regularizer: "kernel_regularizer",
  b_regularizer: "bias_regularizer",
  W_constraint: "kernel_constraint",
  b_constraint: "bias_constraint",
  bias: "use_bias",
  border_mode: "padding",
  subsample: "strides",
  subsample_length: "strides",
  nb_filter: "filters",
  atrous_rate: "dilation_rate",
};

/** Other names of options in recurrent layers. */
const RECURRENT: Readonly<Record<string, string>> = {
  output_dim: "units",
  nb_filter: "filters",
  inner_init: "recurrent_initializer",
  inner_activation: "recurrent_activation",
  U_regularizer: "recurrent_regularizer",
  dropout_W: "dropout",
  dropout_U: "recurrent_dropout",
};

const EMBEDDING: Readonly<Record<string, string>> = {
  init: "embeddings_initializer",
  W_regularizer: "embeddings_regularizer",
  W_constraint: "embeddings_constraint",
};

const SEPARABLE: Readonly<Record<string, string>> = {
  depthwise_init: "depthwise_initializer",
  pointwise_init: "pointwise_initializer",
};

const NORMALIZATION: Readonly<Record<string, string>> = {
  gamma_init: "gamma_initializer",
  beta_init: "beta_initializer",
};

const CLASSES: Readonly<Record<string, string>> = {
  Convolution1D: "Conv1D",
  Convolution2D: "Conv2D",
  Convolution3D: "Conv3D",
  AtrousConvolution1D: "Conv1D",
  AtrousConvolution2D: "Conv2D",
  AtrousConv1D: "Conv1D",
  AtrousConv2D: "Conv2D",
  Deconvolution2D: "Conv2DTranspose",
  Deconv2D: "Conv2DTranspose",
  SeparableConvolution2D: "SeparableConv2D",
};

const RECURRENT_CLASSES = new Set(["LSTM", "GRU", "SimpleRNN", "ConvLSTM2D"]);

function renamed(config: Config, ...tables: Readonly<Record<string, string>>[]): Config {
  const table = Object.assign({}, ...tables) as Record<string, string>;
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [lookUp(table, key) ?? key, value]));
}

/** What Keras 1 called "tf" and "th", and Keras 2 by the place of the channels. */
function dataFormat(config: Config): void {
  if (!("dim_ordering" in config)) return;
  config.data_format = config.dim_ordering === "th" ? "channels_first" : "channels_last";
  delete config.dim_ordering;
}

/** Several options of Keras 1 that became one. */
function gather(config: Config, keys: readonly string[], into: string): void {
  if (!keys.every((key) => key in config)) return;
  config[into] = keys.map((key) => config[key]);
  for (const key of keys) delete config[key];
}

function move(config: Config, from: string, to: string): void {
  if (!(from in config)) return;
  config[to] = config[from];
  delete config[from];
}

/** Borders that one dict, or four numbers in a row, gave. */
function borders(config: Config): void {
  const { padding } = config;
  if (isObject(padding)) {
    const at = (key: string): unknown => padding[key] ?? 0;
    const flat = "left_pad" in padding && !("top_pad" in padding);
    config.padding = flat
      ? [at("left_pad"), at("right_pad")]
      : [
          [at("top_pad"), at("bottom_pad")],
          [at("left_pad"), at("right_pad")],
        ];
  } else if (Array.isArray(padding) && padding.length === 4) {
    config.padding = [padding.slice(0, 2), padding.slice(2)];
  }
}

/** A layer of Keras 1: its class and config as Keras 2 had them. */
export function fromKeras1(className: string, given: Config, upgrade: Upgrade): [string, Config] {
  const name = lookUp(CLASSES, className) ?? className;
  const recurrent = RECURRENT_CLASSES.has(name);
  let config = given;
  if (name === "Embedding") config = renamed(given, EMBEDDING);
  else if (name === "BatchNormalization") config = renamed(given, NORMALIZATION);
  else if (name === "SeparableConv2D") config = renamed(given, RENAMED, SEPARABLE);
  else if (recurrent) config = renamed(given, RENAMED, RECURRENT);
  else if (!["Highway", "MaxoutDense", "SReLU", "ParametricSoftplus", "PReLU"].includes(name))
    config = renamed(given, RENAMED);
  config = { ...config };
  dataFormat(config);
  // These have an ordering, but Keras 1 did not write it down.
  if (upgrade.channelsFirst && /^(ZeroPadding|UpSampling|Cropping)[23]D$/.test(name)) {
    config.data_format ??= "channels_first";
  }
  if (config.padding === "full")
    throw upgrade.unsupported(`${textOf(config.name)}: border_mode "full" is not supported`);
  if (recurrent) recurrentOptions(config);
  switch (name) {
    case "Dense":
    case "TimeDistributedDense":
      move(config, "output_dim", "units");
      break;
    case "Conv1D":
    case "LocallyConnected1D":
      move(config, "filter_length", "kernel_size");
      break;
    case "Conv2D":
    case "Conv2DTranspose":
    case "SeparableConv2D":
    case "LocallyConnected2D":
    case "ConvLSTM2D":
      gather(config, ["nb_row", "nb_col"], "kernel_size");
      delete config.output_shape;
      break;
    case "Conv3D":
      gather(config, ["kernel_dim1", "kernel_dim2", "kernel_dim3"], "kernel_size");
      break;
    case "MaxPooling1D":
    case "AveragePooling1D":
      move(config, "pool_length", "pool_size");
      move(config, "stride", "strides");
      break;
    case "UpSampling1D":
      move(config, "length", "size");
      break;
    case "ZeroPadding1D":
    case "ZeroPadding2D":
      borders(config);
      break;
    case "Dropout":
    case "GaussianDropout":
    case "SpatialDropout1D":
    case "SpatialDropout2D":
    case "SpatialDropout3D":
      move(config, "p", "rate");
      break;
    case "GaussianNoise":
      move(config, "sigma", "stddev");
      break;
    case "Embedding":
      if (config.dropout)
        upgrade.note(`${textOf(config.name)}: dropout of whole words in training is left out, as in Keras 2`);
      delete config.dropout;
      break;
    case "PReLU":
      move(config, "init", "alpha_initializer");
      // Not in the config of Keras 1; only the shape of the slopes tells.
      config.shared_axes ??= sharedAxes(upgrade.shapesOf(textOf(config.name))[0]);
      break;
  }
  if (/^SpatialDropout/.test(name)) delete config.data_format;
  delete config.weights;
  return [name, config];
}

function sharedAxes(slopes: readonly number[] = []): readonly number[] | null {
  const axes = slopes.flatMap((size, i) => (size === 1 ? [i + 1] : []));
  return axes.length ? axes : null;
}

function recurrentOptions(config: Config): void {
  if ("forget_bias_init" in config) {
    const first = config.forget_bias_init;
    config.unit_forget_bias = first === "one" || first === "ones";
    delete config.forget_bias_init;
  }
  delete config.consume_less;
  delete config.return_state;
}
