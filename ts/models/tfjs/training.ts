/** What a model was compiled with, where TensorFlow.js has all of it. */
import { lookUp } from "../../core/lookup";
import { isPlain } from "../../core/symbolic";
import { type Config, snakeClass } from "../../nn/core/serialize";
import * as optimizers from "../../nn/optimizers";
import type { Model } from "../model";
import { plain } from "../serialize";

/** Losses, and what they are called there. */
const LOSSES: Readonly<Record<string, string>> = {
  binary_crossentropy: "binary_crossentropy",
  categorical_crossentropy: "categorical_crossentropy",
  categorical_hinge: "categorical_hinge",
  cosine_similarity: "cosine_proximity",
  hinge: "hinge",
  kl_divergence: "kullback_leibler_divergence",
  log_cosh: "logcosh",
  mean_absolute_error: "mean_absolute_error",
  mean_absolute_percentage_error: "mean_absolute_percentage_error",
  mean_squared_error: "mean_squared_error",
  mean_squared_logarithmic_error: "mean_squared_logarithmic_error",
  poisson: "poisson",
  sparse_categorical_crossentropy: "sparse_categorical_crossentropy",
  squared_hinge: "squared_hinge",
};
const METRICS: Readonly<Record<string, string>> = {
  acc: "accuracy",
  accuracy: "accuracy",
  binary_accuracy: "binary_accuracy",
  categorical_accuracy: "categorical_accuracy",
  categorical_crossentropy: "categorical_crossentropy",
  cosine_similarity: "cosine",
  mean_absolute_error: "mae",
  mean_absolute_percentage_error: "mape",
  mean_squared_error: "mse",
  sparse_categorical_crossentropy: "sparse_categorical_crossentropy",
};
const SHORT: Readonly<Record<string, string>> = {
  mse: "mean_squared_error",
  mae: "mean_absolute_error",
  mape: "mean_absolute_percentage_error",
  msle: "mean_squared_logarithmic_error",
  kld: "kl_divergence",
};
/** Options of losses, with the values that TensorFlow.js has. */
const DEFAULTS: Config = {
  from_logits: false,
  label_smoothing: 0,
  axis: -1,
  reduction: "sum_over_batch_size",
  ignore_class: null,
};
/** Options of all optimizers, with the values that change nothing. */
const NEUTRAL: Config = { use_ema: false, ema_momentum: 0.99, amsgrad: false };

/** Optimizers: what they are called there, the names of options, and which of them must have what value. */
const OPTIMIZERS: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>, Config?]>> = {
  SGD: ["SGD", {}, { momentum: 0, nesterov: false }],
  Adam: ["Adam", { beta_1: "beta1", beta_2: "beta2", epsilon: "epsilon" }],
  Adamax: ["Adamax", { beta_1: "beta1", beta_2: "beta2", epsilon: "epsilon" }],
  RMSprop: ["RMSProp", { rho: "decay", momentum: "momentum", epsilon: "epsilon", centered: "centered" }],
  Adagrad: ["Adagrad", { initial_accumulator_value: "initialAccumulatorValue" }, { epsilon: 1e-7 }],
  Adadelta: ["Adadelta", { rho: "rho", epsilon: "epsilon" }],
};
const MOMENTUM = ["Momentum", { momentum: "momentum", nesterov: "useNesterov" }] as const;

function optimizerOf(model: Model): Config | undefined {
  const { class_name: name, config = {} } = { ...optimizers.serialize(model.compiled!.optimizer) } as Config;
  const { name: _name, learning_rate: rate, ...own } = config as Config;
  const found = name === "SGD" && own.momentum !== 0 ? MOMENTUM : lookUp(OPTIMIZERS, String(name));
  if (!found || typeof rate !== "number") return undefined;
  const [className, keys, only = {}] = found;
  const out: Config = { learningRate: rate };
  for (const [key, value] of Object.entries(own)) {
    const there = lookUp(keys, key);
    if (there) out[there] = value;
    else if (value !== null && value !== { ...NEUTRAL, ...only }[key]) return undefined;
  }
  return { class_name: className, config: className === "Adamax" ? { ...out, decay: 0 } : out };
}

/** The name of a loss or metric there; undefined where it has none, or other options. */
function nameOf(value: unknown, names: Readonly<Record<string, string>>): string | undefined {
  if (typeof value === "string") {
    const low = value.toLowerCase();
    return lookUp(names, lookUp(SHORT, low) ?? low) ?? lookUp(names, snakeClass(value));
  }
  if (!isPlain(value) || typeof value.class_name !== "string") return undefined;
  if (value.class_name === "function") return nameOf(value.config, names);
  const { name: _name, dtype: _dtype, ...config } = (isPlain(value.config) ? value.config : {}) as Config;
  const usual = Object.entries(config).every(([key, item]) => item === DEFAULTS[key]);
  return usual ? lookUp(names, snakeClass(value.class_name)) : undefined;
}

/** One for all outputs, a list, or one for each output's name. */
function each(value: unknown, names: Readonly<Record<string, string>>): unknown {
  const all = (list: readonly unknown[]): unknown => (list.includes(undefined) ? undefined : list);
  if (Array.isArray(value)) return all(value.map((item) => nameOf(item, names)));
  if (!isPlain(value) || "class_name" in value) return nameOf(value, names);
  const items = Object.values(value).map((item) => nameOf([item].flat().length === 1 ? [item].flat()[0] : item, names));
  return all(items) && Object.fromEntries(Object.keys(value).map((key, i) => [key, items[i]]));
}

/** The trainingConfig; undefined for a model that is not compiled, or with what TensorFlow.js has not. */
export function trainingOf(model: Model): Config | undefined {
  if (!model.compiled) return undefined;
  const { loss, lossWeights, metrics, weightedMetrics } = model.compiled.options;
  if (lossWeights !== undefined || weightedMetrics !== undefined) return undefined;
  const optimizer = optimizerOf(model);
  const losses = each(plain(loss), LOSSES);
  const measured = metrics === undefined ? [] : each(plain(metrics), METRICS);
  if (!optimizer || !losses || !measured) return undefined;
  return { loss: losses, metrics: typeof measured === "string" ? [measured] : measured, optimizer_config: optimizer };
}
