/** What old models were compiled with, as Keras 3 writes it. */
import { lookUp, textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject, type Upgrade } from "./context";
import { plainValue } from "./values";

/** Optimizers whose names stayed. */
const OPTIMIZERS = new Set([
  "SGD",
  "RMSprop",
  "Adagrad",
  "Adadelta",
  "Adam",
  "Adamax",
  "Nadam",
  "Ftrl",
  "AdamW",
  "Adafactor",
  "Lion",
  "Lamb",
]);
/** What optimizers of Keras 3 take, beside what is their own. */
const COMMON = [
  "weight_decay",
  "clipnorm",
  "clipvalue",
  "global_clipnorm",
  "use_ema",
  "ema_momentum",
  "ema_overwrite_frequency",
  "name",
];
const OWN: Readonly<Record<string, readonly string[]>> = {
  SGD: ["momentum", "nesterov"],
  RMSprop: ["rho", "momentum", "epsilon", "centered"],
  Adagrad: ["initial_accumulator_value", "epsilon"],
  Adadelta: ["rho", "epsilon"],
  Adam: ["beta_1", "beta_2", "epsilon", "amsgrad"],
  AdamW: ["beta_1", "beta_2", "epsilon", "amsgrad"],
  Adamax: ["beta_1", "beta_2", "epsilon"],
  Nadam: ["beta_1", "beta_2", "epsilon"],
  Ftrl: [
    "learning_rate_power",
    "initial_accumulator_value",
    "l1_regularization_strength",
    "l2_regularization_strength",
    "l2_shrinkage_regularization_strength",
    "beta",
  ],
  Adafactor: ["beta_2_decay", "epsilon_1", "epsilon_2", "clip_threshold", "relative_step"],
  Lion: ["beta_1", "beta_2"],
  Lamb: ["beta_1", "beta_2", "epsilon"],
};

const LOSS_SCALE = "the loss scale of mixed precision is dropped: keratin computes in float32";

/** Losses and metrics that had other names. */
const NAMES: Readonly<Record<string, string>> = {
  kullback_leibler_divergence: "kl_divergence",
  kld: "kl_divergence",
  cosine_proximity: "cosine_similarity",
  cosine: "cosine_similarity",
  logcosh: "log_cosh",
  huber_loss: "huber",
};

/** The compile_config of a training_config, or of a compile_config of tf.keras 2. */
export function compileConfig(training: Config, outputs: number, upgrade: Upgrade): Config | undefined {
  const optimizer = training.optimizer_config ?? training.optimizer;
  if (optimizer === undefined || optimizer === null) return undefined;
  const made = optimizerConfig(optimizer, upgrade);
  if (!made) return undefined;
  const { loss = null, loss_weights = null, metrics = null, weighted_metrics = null } = training;
  return {
    optimizer: made,
    loss: lossConfig(loss),
    loss_weights: plainValue(loss_weights),
    metrics: ofOutputs(metricConfig(metrics, upgrade), outputs),
    weighted_metrics: ofOutputs(metricConfig(weighted_metrics, upgrade), outputs),
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  };
}

/** What a model of Keras 3 was compiled with, the optimizer without what scales losses for float16. */
export function withoutLossScale(training: unknown, upgrade: Upgrade): unknown {
  if (!isObject(training) || !isObject(training.optimizer)) return training;
  const { class_name: name, config } = training.optimizer;
  if (name !== "LossScaleOptimizer" || !isObject(config) || config.inner_optimizer === undefined) return training;
  upgrade.note(LOSS_SCALE);
  return { ...training, optimizer: config.inner_optimizer };
}

/** One list of metrics was for all outputs. */
function ofOutputs(metrics: unknown, outputs: number): unknown {
  if (outputs === 1 || !Array.isArray(metrics)) return metrics;
  if (metrics.length === 0) return null;
  const each = metrics.length === outputs && metrics.some((item) => item === null || Array.isArray(item));
  return each ? metrics : Array.from({ length: outputs }, () => metrics);
}

function optimizerConfig(value: unknown, upgrade: Upgrade): unknown {
  if (typeof value === "string") return value.toLowerCase() === "rmsprop" ? "rmsprop" : value.toLowerCase();
  if (!isObject(value)) return undefined;
  const config = isObject(value.config) ? (plainValue(value.config) as Config) : {};
  const name = textOf(value.class_name)
    .replace(/^.*>/, "")
    .replace(/^(Keras|Legacy)?(?=[A-Z])/, "");
  if (name === "LossScaleOptimizer" || name === "LossScaleOptimizerV1" || name === "LossScaleOptimizerV3") {
    upgrade.note(LOSS_SCALE);
    return optimizerConfig(config.inner_optimizer ?? config.optimizer, upgrade);
  }
  if (upgrade.era === 3) return { module: "keras.optimizers", class_name: name, config, registered_name: null };
  const known = [...OPTIMIZERS].find((one) => one.toLowerCase() === name.toLowerCase());
  if (!known) {
    upgrade.note(`the model was compiled with ${name}, which Keras 3 has not: it comes uncompiled`);
    return undefined;
  }
  const own: Config = {};
  for (const key of [...OWN[known]!, ...COMMON])
    if (config[key] !== undefined && config[key] !== null) own[key] = config[key];
  // Accumulators began at zero before they had an option.
  if (known === "Adagrad" && typeof value.config === "object") own.initial_accumulator_value ??= 0;
  if (own.weight_decay === false || own.weight_decay === 0) delete own.weight_decay;
  // Keras itself clipped by the norm of all gradients together.
  if (upgrade.standalone && own.clipnorm !== undefined) {
    own.global_clipnorm = own.clipnorm;
    delete own.clipnorm;
  }
  own.learning_rate = learningRate(config, known, upgrade);
  return { module: "keras.optimizers", class_name: known, config: own, registered_name: null };
}

/** The learning rate: a number, a schedule, or a number that decays with each step. */
function learningRate(config: Config, optimizer: string, upgrade: Upgrade): unknown {
  const rate = config.learning_rate ?? config.lr ?? (optimizer === "SGD" ? 0.01 : 0.001);
  if (isObject(rate)) return schedule(rate, upgrade);
  // Nadam's own decay is that of its momentum.
  const decay = optimizer === "Nadam" ? 0 : (config.decay ?? 0);
  if (typeof decay !== "number" || decay === 0) return rate;
  return {
    module: "keras.optimizers.schedules",
    class_name: "InverseTimeDecay",
    config: {
      initial_learning_rate: rate,
      decay_steps: 1,
      decay_rate: decay,
      staircase: false,
      name: "InverseTimeDecay",
    },
    registered_name: null,
  };
}

function schedule(value: Config, upgrade: Upgrade): unknown {
  const name = textOf(value.class_name).replace(/^.*>/, "");
  const config = { ...(isObject(value.config) ? value.config : {}) };
  if (name === "CosineDecay")
    for (const key of ["warmup_target", "warmup_steps"]) config[key] ??= key === "warmup_steps" ? 0 : null;
  if (config.name === null || config.name === undefined) delete config.name;
  if (name === "NoisyLinearCosineDecay" || name === "LinearCosineDecay") {
    upgrade.note(`the learning rate schedule ${name}, which Keras 3 has not, is read as its first value`);
    return config.initial_learning_rate;
  }
  return { module: "keras.optimizers.schedules", class_name: name, config, registered_name: null };
}

/** A loss: names and objects, in lists and by outputs. */
function lossConfig(value: unknown): unknown {
  if (typeof value === "string") return lookUp(NAMES, value) ?? value;
  if (Array.isArray(value)) return value.map(lossConfig);
  if (!isObject(value)) return value;
  if (typeof value.class_name !== "string")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lossConfig(item)]));
  if (value.class_name === "function") return lossConfig(value.config);
  const config = { ...(plainValue(isObject(value.config) ? value.config : {}) as Config) };
  if (value.class_name === "LossFunctionWrapper" && typeof config.fn === "string") return lossConfig(config.fn);
  delete config.fn;
  if (config.reduction === "auto" || config.reduction === undefined) config.reduction = "sum_over_batch_size";
  if (config.axis === -1) delete config.axis;
  const name = value.class_name.replace(/^.*>/, "");
  return {
    ...(value.class_name.includes(">")
      ? { class_name: value.class_name, registered_name: value.class_name }
      : { module: "keras.losses", class_name: name, registered_name: null }),
    config,
  };
}

/** Metrics: names and objects, in lists and by outputs. */
function metricConfig(value: unknown, upgrade: Upgrade): unknown {
  if (typeof value === "string") return lookUp(NAMES, value) ?? value;
  if (Array.isArray(value)) {
    const list = value.map((item) => metricConfig(item, upgrade)).filter((item) => item !== undefined);
    // One output: a list in a list.
    return list.length === 1 && Array.isArray(list[0]) ? list[0] : list;
  }
  if (!isObject(value)) return value;
  if (typeof value.class_name !== "string") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, metricConfig(item, upgrade)]));
  }
  if (value.class_name === "function") return metricConfig(value.config, upgrade);
  const config = { ...(plainValue(isObject(value.config) ? value.config : {}) as Config) };
  delete config.dtype;
  if (value.class_name === "MeanMetricWrapper" || value.class_name === "SumOverBatchSizeMetricWrapper") {
    const fn = isObject(config.fn) ? config.fn.config : config.fn;
    if (typeof fn !== "string") {
      upgrade.note(`a metric that is a function of the writer's own is left out`);
      return undefined;
    }
    // "accuracy" stands for one of three, which the names of their functions tell.
    return config.name === "accuracy" || config.name === "acc" ? config.name : (lookUp(NAMES, fn) ?? fn);
  }
  const own = value.class_name.includes(">");
  const full = own ? { registered_name: value.class_name } : { module: "keras.metrics", registered_name: null };
  return { ...(typeof value.module === "string" ? {} : full), ...value, config };
}
