/** The layers of TensorFlow.js: what each takes of its options in Keras. */
import { lookUp } from "../../core/lookup";
import type { Shape } from "../../core/shapes";
import type { Layer } from "../../layers/core/layer";
import type { Config } from "../../nn/core/serialize";
import { refuse } from "./refuse";
import { optionOf } from "./values";

/** A layer, and its inputs' shapes. */
export interface Given {
  readonly layer: Layer;
  readonly name: string;
  readonly shapes: readonly Shape[];
  /** Whether it is a layer that only files of Keras 1 and 2 have. */
  readonly old: boolean;
  /** Writes a layer inside. */
  inner(layer: Layer, name?: string): Config;
}

/** How a layer is written. */
export interface Rule {
  /** The options that it has there, under the same names. */
  readonly options: readonly string[];
  /** Other options, with the values that change nothing; null and false always do. */
  readonly only?: Config;
  /** Looks at what is special: refuses it, or gives what is written beside the options, `class_name` among it. */
  readonly special?: (config: Config, given: Given) => Config | undefined;
}

const words = (text: string): string[] => text.split(" ");
const rules = (...weights: string[]): string[] =>
  weights.flatMap((weight) => ["initializer", "regularizer", "constraint"].map((kind) => `${weight}_${kind}`));

const DENSE = ["activation", "use_bias", ...rules("kernel", "bias")];
const WINDOW = words("kernel_size strides padding data_format dilation_rate");
const CELL = [...DENSE, ...rules("recurrent"), ...words("units dropout recurrent_dropout")];
const GATES = [...CELL, "recurrent_activation"];
const SEQUENCE = words("return_sequences return_state go_backwards stateful");
const LAST: Config = { data_format: "channels_last" };
const SEQUENCE_ONLY: Config = { unroll: true, zero_output_for_mask: true };

const rank = ({ shapes }: Given): number => shapes[0]?.length ?? 0;
const ones = (value: unknown): boolean => [value].flat().every((size) => size === 1);

/** What convolutions are refused for. */
function window(config: Config, { name }: Given): undefined {
  const { strides, dilation_rate: rate, padding } = config;
  if (padding === "causal") refuse(name, 'there is no padding "causal"', "Pad before it, with layers.zeroPadding2d");
  if (!ones(strides) && !ones(rate)) refuse(name, "strides and dilation do not go together there");
}

/** What normalizations are refused for. */
function normalization(_config: Config, given: Given): undefined {
  if (rank(given) > 4) refuse(given.name, `it normalizes no input of ${rank(given)} axes there`);
}

/** The last axis is the only one that all of its backends normalize. */
function batchNormalization(config: Config, given: Given): undefined {
  if (config.axis !== -1 && config.axis !== rank(given) - 1) {
    refuse(given.name, "it normalizes the last axis alone there", "Put layers.permute before and behind it");
  }
  return normalization(config, given);
}

/** What layers of several inputs are refused for. */
function merging(_config: Config, { name, shapes }: Given): undefined {
  if (shapes.length < 2) refuse(name, "it needs two inputs or more there");
}

/** The states of stacked cells stand in another order. */
function stacked(config: Config, { name, layer }: Given): void {
  const { cell } = layer as Layer & { cell?: Layer };
  if (cell?.savedClass === "StackedRNNCells" && config.return_state) {
    refuse(name, "the states of stacked cells come in another order there", "Give it returnState: false");
  }
}

const part = (key: string) =>
  function inside(_config: Config, { layer, inner }: Given): Config {
    return { [key]: inner((layer as unknown as Record<string, Layer>)[key]!) };
  };

/** A layer that runs both ways is written once: TensorFlow.js makes the second of it. */
function bidirectional(_config: Config, { layer, name, inner }: Given): Config {
  const { forwardLayer, backwardLayer } = layer as unknown as Record<string, Layer>;
  const plain = (own: Layer): string => {
    const { name: _name, go_backwards: _way, seed: _seed, trainable: _trainable, ...rest } = own.getConfig();
    return JSON.stringify(rest);
  };
  if (plain(forwardLayer!) !== plain(backwardLayer!)) refuse(name, "its layers differ by more than their direction");
  const own = forwardLayer!.name.replace(/^forward_/, "");
  if (backwardLayer!.name !== `backward_${own}`)
    refuse(name, `its layers must be called forward_${own} and backward_${own}`);
  return { layer: inner(forwardLayer!, own) };
}

const POOLING = words("pool_size strides padding");

/** By the names of classes. */
export const RULES: Readonly<Record<string, Rule>> = {
  Activation: { options: ["activation"] },
  Add: { options: [], special: merging },
  AlphaDropout: { options: ["rate"] },
  Average: { options: [], special: merging },
  AveragePooling1D: { options: POOLING, only: LAST },
  AveragePooling2D: { options: [...POOLING, "data_format"] },
  AveragePooling3D: { options: [...POOLING, "data_format"] },
  BatchNormalization: {
    options: [
      ...words("axis momentum epsilon center scale"),
      ...rules("beta", "gamma"),
      ...words("moving_mean_initializer moving_variance_initializer"),
    ],
    only: { renorm_momentum: 0.99 },
    special: batchNormalization,
  },
  Bidirectional: { options: ["merge_mode"], special: bidirectional },
  Concatenate: { options: ["axis"], special: merging },
  Conv1D: {
    options: [...DENSE, ...words("filters kernel_size strides padding dilation_rate")],
    only: { ...LAST, groups: 1 },
    special: window,
  },
  Conv2D: { options: [...DENSE, ...WINDOW, "filters"], only: { groups: 1 }, special: window },
  Conv2DTranspose: {
    options: [...DENSE, ...words("filters kernel_size strides padding data_format")],
    only: { dilation_rate: [1, 1] },
  },
  Conv3D: { options: [...DENSE, ...WINDOW, "filters"], only: { groups: 1 }, special: window },
  Conv3DTranspose: {
    options: [...DENSE, ...words("filters kernel_size strides padding data_format")],
    only: { dilation_rate: [1, 1, 1] },
  },
  ConvLSTM2D: {
    options: [
      ...GATES.filter((key) => key !== "units"),
      ...SEQUENCE,
      ...words("filters kernel_size strides padding dilation_rate unit_forget_bias"),
    ],
    only: { ...LAST, ...SEQUENCE_ONLY },
    special: window,
  },
  Cropping2D: { options: ["cropping", "data_format"] },
  Dense: { options: ["units", ...DENSE] },
  DepthwiseConv2D: {
    options: [
      ...words("activation use_bias depth_multiplier kernel_size strides padding data_format"),
      ...rules("depthwise", "bias"),
    ],
    only: { dilation_rate: [1, 1] },
  },
  Dot: {
    options: ["axes", "normalize"],
    special: (_config, { name, shapes }) => {
      if (shapes.some((shape) => shape.length > 3)) refuse(name, "it takes no input of four axes or more there");
      return undefined;
    },
  },
  Dropout: { options: ["rate", "noise_shape"] },
  ELU: {
    options: ["alpha"],
    special: (config, { name }) => (config.alpha === 1 ? undefined : refuse(name, "its alpha is always 1 there")),
  },
  Embedding: { options: [...words("input_dim output_dim mask_zero"), ...rules("embeddings")] },
  Flatten: {
    options: ["data_format"],
    special: (_config, { name, shapes: [shape = []] }) => {
      if (shape.slice(1).includes(null) || shape.length < 2) refuse(name, "it takes no input of unknown sizes there");
      // There it takes no rows, which it does not change.
      const nothing = { class_name: "Activation", activation: "linear", data_format: undefined };
      return shape.length === 2 ? nothing : undefined;
    },
  },
  GRU: { options: [...GATES, ...SEQUENCE], only: SEQUENCE_ONLY },
  GRUCell: { options: GATES },
  GaussianDropout: { options: ["rate"] },
  GaussianNoise: { options: ["stddev"] },
  GlobalAveragePooling1D: { options: [], only: LAST },
  GlobalAveragePooling2D: { options: ["data_format"] },
  GlobalMaxPooling1D: { options: [], only: LAST },
  GlobalMaxPooling2D: { options: ["data_format"] },
  LSTM: { options: [...GATES, "unit_forget_bias", ...SEQUENCE], only: SEQUENCE_ONLY },
  LSTMCell: { options: [...GATES, "unit_forget_bias"] },
  LayerNormalization: {
    options: [
      ...words("axis epsilon center scale"),
      ...words("beta_initializer gamma_initializer beta_regularizer gamma_regularizer"),
    ],
    special: normalization,
  },
  LeakyReLU: { options: [], special: (config) => ({ alpha: config.negative_slope }), only: {} },
  Masking: { options: ["mask_value"] },
  MaxPooling1D: { options: POOLING, only: LAST },
  MaxPooling2D: { options: [...POOLING, "data_format"] },
  MaxPooling3D: { options: [...POOLING, "data_format"] },
  Maximum: { options: [], special: merging },
  Minimum: { options: [], special: merging },
  Multiply: { options: [], special: merging },
  PReLU: { options: [...rules("alpha"), "shared_axes"] },
  Permute: { options: ["dims"] },
  RNN: {
    options: SEQUENCE,
    only: SEQUENCE_ONLY,
    special: (config, given) => {
      stacked(config, given);
      return part("cell")(config, given);
    },
  },
  ReLU: { options: [], special: rectifier },
  RepeatVector: { options: ["n"] },
  Rescaling: {
    options: ["scale", "offset"],
    special: ({ scale, offset }, { name }) =>
      typeof scale === "number" && typeof offset === "number"
        ? undefined
        : refuse(name, "its scale and offset are numbers there"),
  },
  Reshape: { options: [], special: reshape },
  SeparableConv2D: {
    options: [
      ...words("activation use_bias filters depth_multiplier kernel_size strides padding dilation_rate"),
      ...rules("depthwise", "pointwise", "bias"),
    ],
    only: LAST,
    special: window,
  },
  SimpleRNN: { options: [...CELL, ...SEQUENCE], only: SEQUENCE_ONLY },
  SimpleRNNCell: { options: CELL },
  Softmax: {
    options: ["axis"],
    special: ({ axis }, { name, shapes: [shape = []] }) => {
      const [first, ...more] = [axis].flat() as number[];
      const last = first === -1 || first === shape.length - 1;
      if (!last && !more.length)
        refuse(name, "it runs along the last axis alone there", "Put layers.permute before and behind it");
      return undefined;
    },
  },
  SpatialDropout1D: { options: ["rate"] },
  StackedRNNCells: {
    options: [],
    special: (_config, { layer, inner }) => ({
      cells: (layer as Layer & { cells: Layer[] }).cells.map((cell) => inner(cell)),
    }),
  },
  TimeDistributed: { options: [], special: part("layer") },
  UpSampling2D: {
    options: words("size data_format interpolation"),
    special: ({ interpolation }, { name, old }) =>
      interpolation === "nearest" || old
        ? undefined
        : refuse(name, `its ${String(interpolation)} interpolation has other corners there`),
  },
  ZeroPadding2D: { options: ["padding", "data_format"] },
};

/** Sizes that can be told are written: TensorFlow.js does not find them in time. */
function reshape({ target_shape: target }: Config, { shapes: [shape = []] }: Given): Config {
  const sizes = shape.slice(1);
  const product = (list: readonly (number | null)[]): number => list.reduce<number>((all, size) => all * size!, 1);
  const known = sizes.length > 0 && !sizes.includes(null);
  const given = target as number[];
  const rest = known ? product(sizes) / product(given.filter((size) => size !== -1)) : -1;
  return { target_shape: given.map((size) => (size === -1 ? rest : size)) };
}

/** ReLU has a most alone: a slope and a threshold are layers of their own. */
function rectifier({ max_value: most, negative_slope: slope, threshold }: Config, { name }: Given): Config {
  if (slope === 0 && threshold === 0) return { max_value: most };
  if (most !== null || (slope !== 0 && threshold !== 0)) {
    refuse(name, "it has a maximum, a slope or a threshold there, but one of them");
  }
  return slope === 0 ? { class_name: "ThresholdedReLU", theta: threshold } : { class_name: "LeakyReLU", alpha: slope };
}

/** Options of no meaning there. */
const IGNORED = [
  ...words("name trainable dtype seed quantization_config layer backward_layer cell cells"),
  ...words("max_value negative_slope threshold target_shape"),
];
/** Why some layers and options are refused. */
const REASONS: Readonly<Record<string, string>> = {
  CategoryEncoding: "there it breaks the shape of its input",
  CenterCrop: "there it picks other pixels",
  Resizing: "there it stretches images from corner to corner",
  reset_after: "its GRU resets before the product, as that of Keras 1 and 2 (resetAfter: false)",
  data_format: "its channels come last",
  activity_regularizer: "it regularizes weights alone",
};

/** A layer as TensorFlow.js has it: its class and config. */
export function layerOf(className: string, given: Given): Config {
  const { layer, name } = given;
  const rule = lookUp(RULES, className) ?? refuse(name, lookUp(REASONS, className) ?? `there is no layer ${className}`);
  if (given.old && className !== "UpSampling2D") refuse(name, `there is no ${className} as in Keras 1`);
  const config = layer.getConfig();
  const out: Config = { name, trainable: layer.trainable };
  for (const [key, value] of Object.entries(config)) {
    if (rule.options.includes(key)) out[key] = optionOf(name, key, value);
    else if (!IGNORED.includes(key) && !neutral(value, rule.only?.[key])) {
      refuse(name, lookUp(REASONS, key) ?? `there is no ${key} of ${JSON.stringify(value)}`);
    }
  }
  const { class_name: other = className, ...special } = rule.special?.(config, given) ?? {};
  return { class_name: other, config: { ...out, ...special } };
}

/** Whether a value changes nothing. */
function neutral(value: unknown, only: unknown): boolean {
  return value === null || value === undefined || value === false || JSON.stringify(value) === JSON.stringify(only);
}
