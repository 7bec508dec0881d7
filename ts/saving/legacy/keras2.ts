/** Layers of Keras 2 in the words of Keras 3. */
import { lookUp, textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject, keras, OLD, type Upgrade } from "./context";
import { asTheano, paddedByTheano } from "./theano";
import { activation, constraint, initializer, plainValue, regularizer } from "./values";

/** Options of no meaning to Keras 3, in any layer. */
const DROPPED = [
  "rng_type",
  ...["batch_input_shape", "input_dtype", "input_length", "implementation", "jit_compile"],
  ...["_reuse", "custom_objects", "synchronized", "autocast", "experimental_autocast", "zero_output_for_mask"],
] as const;
/** Options that are gone, with the value that changes nothing. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  time_major: [false],
  ragged: [false],
  sparse: [false],
  virtual_batch_size: [null],
  adjustment: [null],
  fused: [null, true, false],
  batch_size: [null],
};

const CLASSES: Readonly<Record<string, string>> = {
  BatchNormalizationV1: "BatchNormalization",
  BatchNormalizationV2: "BatchNormalization",
  SyncBatchNormalization: "BatchNormalization",
  UnifiedLSTM: "LSTM",
  UnifiedGRU: "GRU",
  LSTMV2: "LSTM",
  GRUV2: "GRU",
  LSTMCellV2: "LSTMCell",
  GRUCellV2: "GRUCell",
  LSTMV1: "LSTM",
  GRUV1: "GRU",
  DenseV2: "Dense",
  Convolution1D: "Conv1D",
  Convolution2D: "Conv2D",
  Convolution3D: "Conv3D",
  Convolution2DTranspose: "Conv2DTranspose",
  Convolution3DTranspose: "Conv3DTranspose",
  SeparableConvolution1D: "SeparableConv1D",
  SeparableConvolution2D: "SeparableConv2D",
  GlobalMaxPool1D: "GlobalMaxPooling1D",
  GlobalMaxPool2D: "GlobalMaxPooling2D",
  GlobalAvgPool1D: "GlobalAveragePooling1D",
  GlobalAvgPool2D: "GlobalAveragePooling2D",
  MaxPool1D: "MaxPooling1D",
  MaxPool2D: "MaxPooling2D",
  AvgPool1D: "AveragePooling1D",
  AvgPool2D: "AveragePooling2D",
};

/** Layers whose activations run at each step. */
const RECURRENT = /^(SimpleRNN|LSTM|GRU|ConvLSTM[123]D)(Cell)?$/;

/** Layers that Keras 3 has no more and cannot express; keratin reads them as its own. */
const OLD_LAYERS = new Set([
  "LocallyConnected1D",
  "LocallyConnected2D",
  "MaxoutDense",
  "Highway",
  "SReLU",
  "ParametricSoftplus",
]);

/** A layer that Keras 3 does not have. */
export function oldLayer(className: string, config: Config): Config {
  return { ...keras(className, config), module: OLD, registered_name: `${OLD}>${className}` };
}

/** The config of a layer: its class and what Keras 3 calls its options. `layer` brings layers inside it over. */
export function fromKeras2(given: string, old: Config, upgrade: Upgrade, layer: (entry: Config) => Config): Config {
  const config = plainValue(old) as Config;
  const className = lookUp(CLASSES, given) ?? given;
  const label = textOf(config.name ?? className);
  if (className !== "Embedding") delete config.input_dim;
  for (const key of DROPPED) delete config[key];
  for (const [key, neutral] of Object.entries(NEUTRAL)) {
    if (!(key in config)) continue;
    if (!neutral.some((value) => value === config[key])) throw upgrade.unsupported(`${label}: ${key} is not supported`);
    delete config[key];
  }
  for (const key of Object.keys(config)) {
    if (key.endsWith("_initializer")) config[key] = initializer(config[key], upgrade);
    else if (key.endsWith("_regularizer")) config[key] = regularizer(config[key]);
    else if (key.endsWith("_constraint")) config[key] = constraint(config[key]);
  }
  const recurrent = RECURRENT.test(className) || className.startsWith("CuDNN");
  for (const key of ["activation", "recurrent_activation"]) {
    if (key in config) config[key] = activation(config[key], label, recurrent, upgrade, layer);
  }
  if (OLD_LAYERS.has(className)) return oldLayer(className, upgrade.theano ? { ...config, backend: "theano" } : config);
  if (upgrade.theano && paddedByTheano(className, config)) {
    const valid = { ...config, name: `${label}_valid`, padding: "valid" };
    if ("output_padding" in valid) valid.output_padding = null;
    return asTheano(className, config, fromKeras2(className, valid, upgrade, layer), upgrade);
  }
  switch (className) {
    case "InputLayer":
      return keras(className, inputConfig(old, config));
    case "BatchNormalization":
      if (config.mode === 1 || config.mode === 2) return oldLayer(className, config);
      batchNormalization(config);
      break;
    case "LayerNormalization":
    case "GroupNormalization":
    case "UnitNormalization":
      break;
    case "LeakyReLU":
      if ("alpha" in config) config.negative_slope = config.alpha;
      delete config.alpha;
      break;
    case "ThresholdedReLU": {
      const { theta = 1, ...rest } = config;
      return keras("ReLU", { ...rest, max_value: null, negative_slope: 0, threshold: theta });
    }
    case "LSTM":
    case "GRU":
    case "SimpleRNN":
    case "LSTMCell":
    case "GRUCell":
    case "ConvLSTM1D":
    case "ConvLSTM2D":
    case "ConvLSTM3D":
      recurrentDefaults(className, config, label, upgrade);
      break;
    case "CuDNNLSTM":
      return keras("LSTM", { activation: "tanh", ...config, recurrent_activation: "sigmoid" });
    case "CuDNNGRU":
      return keras("GRU", { activation: "tanh", ...config, recurrent_activation: "sigmoid", reset_after: true });
    case "DepthwiseConv1D":
    case "DepthwiseConv2D":
    case "SeparableConv1D":
    case "SeparableConv2D":
      withoutKernel(className, config, label, upgrade);
      break;
    case "UpSampling2D":
      // Keras before tf.keras 2 let corners lie on one another.
      if (config.interpolation === "bilinear" && (upgrade.standalone || upgrade.tfjs))
        return oldLayer(className, config);
      break;
    case "TimeDistributed":
    case "Wrapper":
    case "SpectralNormalization":
      config.layer = layer(objectIn(config.layer, `the layer inside ${label}`, upgrade));
      break;
    case "Bidirectional":
      config.layer = layer(objectIn(config.layer, `the layer inside ${label}`, upgrade));
      if (isObject(config.backward_layer)) config.backward_layer = layer(config.backward_layer);
      break;
    case "RNN":
      config.cell = layer(objectIn(config.cell, `the cell of ${label}`, upgrade));
      break;
    case "StackedRNNCells":
      config.cells = (Array.isArray(config.cells) ? config.cells : []).map((cell) =>
        layer(objectIn(cell, `a cell of ${label}`, upgrade)),
      );
      delete config.reverse_state_order;
      break;
    case "SpatialDropout1D":
    case "SpatialDropout2D":
    case "SpatialDropout3D":
      delete config.noise_shape;
      break;
    case "Lambda":
      lambda(config);
      break;
    case "TimeDistributedDense": {
      const { name, trainable = true, ...inner } = config;
      return keras("TimeDistributed", { name, trainable, layer: keras("Dense", { name: `${label}_dense`, ...inner }) });
    }
    case "MultiHeadAttention": {
      delete config.softmax_robust_masking;
      const { query_shape, key_shape, value_shape, ...rest } = config;
      const shapes = { query_shape, value_shape, ...(key_shape ? { key_shape } : {}) };
      const own = upgrade.version[1] <= 9 ? oldLayer(className, rest) : keras(className, rest);
      return { ...own, ...(query_shape ? { build_config: { shapes_dict: shapes } } : {}) };
    }
    case "Attention":
    case "AdditiveAttention":
      if (config.causal) upgrade.note(`${label}: "causal" is passed with its calls, as Keras 3 has it`);
      delete config.causal;
      break;
    case "RandomHeight":
    case "RandomWidth":
      upgrade.note(
        `${label}: a ${className} changes sizes while it trains, which is not supported: images pass as they are`,
      );
      return keras("Identity", { name: config.name, trainable: config.trainable });
    case "RandomCrop":
      return oldLayer(className, { ...config, cut: upgrade.version[1] <= 6 ? "fit" : "middle" });
    case "Hashing":
      // Until 2.5 the config of a layer without a salt names this one.
      if (upgrade.version[1] <= 5 && plainSalt(config.salt)) config.salt = null;
      break;
    case "Discretization":
      if ("bins" in config && Array.isArray(config.bins)) config.bin_boundaries = config.bins;
      delete config.bins;
      break;
    case "CategoryEncoding":
      if ("max_tokens" in config) config.num_tokens = config.max_tokens;
      if (config.output_mode === "binary") config.output_mode = "multi_hot";
      delete config.max_tokens;
      break;
    case "Dot":
    case "Merge":
      break;
    case "Conv2DTranspose":
    case "Conv3DTranspose":
    case "Conv1DTranspose":
      if (config.groups === 1) delete config.groups;
      break;
  }
  return keras(className, config);
}

const plainSalt = (salt: unknown): boolean =>
  Array.isArray(salt) && salt.length === 2 && salt.every((half) => half === 0xdecafcaffe);

function objectIn(value: unknown, what: string, upgrade: Upgrade): Config {
  if (isObject(value)) return value;
  throw upgrade.broken(`${what} is no object`, value);
}

/** The input of a model: its shape stands under one of three names. */
function inputConfig(old: Config, config: Config): Config {
  const { name, dtype } = config;
  return {
    batch_shape: plainValue(old.batch_input_shape ?? old.batch_shape),
    dtype: dtype ?? old.input_dtype ?? "float32",
    ...(name === undefined ? {} : { name }),
  };
}

function batchNormalization(config: Config): void {
  if (Array.isArray(config.axis) && config.axis.length === 1) config.axis = config.axis[0];
  delete config.mode;
  delete config.beta_init;
  delete config.gamma_init;
}

function recurrentDefaults(className: string, config: Config, label: string, upgrade: Upgrade): void {
  if (className !== "SimpleRNN" && config.recurrent_activation === undefined) {
    config.recurrent_activation = activation("hard_sigmoid", label, true, upgrade, (entry) => entry);
  }
  if (className.startsWith("GRU") && config.reset_after === undefined) config.reset_after = false;
  if (className.startsWith("ConvLSTM")) {
    const sizes = Array.isArray(config.kernel_size) ? config.kernel_size : [config.kernel_size];
    if (upgrade.theano && sizes.some((size) => Number(size) % 2 === 0)) {
      throw upgrade.unsupported(`${label}: a ${className} of Theano whose kernel has an even size is not supported`);
    }
    delete config.unroll;
    delete config.cell;
  }
}

/** Options of a plain convolution that these layers had without using them. */
function withoutKernel(className: string, config: Config, label: string, upgrade: Upgrade): void {
  for (const key of ["kernel_initializer", "kernel_regularizer", "kernel_constraint"]) delete config[key];
  if (className.startsWith("Depthwise")) delete config.filters;
  if (config.groups !== undefined && config.groups !== 1)
    throw upgrade.unsupported(`${label}: groups are not supported`);
  delete config.groups;
}

/** Code is never run: what the file says of it is passed on, for the error that says what to give instead. */
function lambda(config: Config): void {
  const { function: fn, function_type: type } = config;
  if (type === "function" && typeof fn === "string")
    config.function = { class_name: "function", config: fn, module: "builtins" };
  else if (Array.isArray(fn))
    config.function = { class_name: "__lambda__", config: { value: { code: fn[0], defaults: fn[1], closure: fn[2] } } };
  if (config.output_shape_type === "raw" && config.output_shape === null) delete config.output_shape;
  for (const key of ["function_type", "module", "output_shape_type", "output_shape_module"]) delete config[key];
  if (isObject(config.output_shape) || typeof config.output_shape === "string") delete config.output_shape;
}
