/** What TensorFlow.js writes, in the words of Keras 2. */
import { lookUp, textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject, type Upgrade } from "./context";

/** What RNN has of its own: TensorFlow.js writes the options of its cell beside it. */
const RNN_KEYS = [
  "cell",
  "return_sequences",
  "return_state",
  "go_backwards",
  "stateful",
  "unroll",
  "name",
  "trainable",
];

/** Layers that compute something else there, and no layer here computes it. */
const OTHER: Readonly<Record<string, string>> = {
  Resizing: "it stretches images from corner to corner, as no layer of Keras does",
  CenterCrop: "it picks other pixels than that of Keras",
};

/** The options of a layer. */
export function fromTfjs(className: string, given: Config, upgrade: Upgrade): Config {
  const label = textOf(given.name ?? className);
  const reason = lookUp(OTHER, className);
  if (reason) throw upgrade.unsupported(`${label}: the ${className} of TensorFlow.js is not supported: ${reason}`);
  switch (className) {
    case "Reshape":
      return { ...given, target_shape: sizes(given.target_shape) };
    case "DepthwiseConv2D":
      return depthwise(given, label, upgrade);
    case "RNN":
      return recurrent(given, label, upgrade);
    default:
      return given;
  }
}

/** A size that is not known is null there. */
function sizes(value: unknown): unknown {
  return Array.isArray(value) ? value.map((size) => size ?? -1) : value;
}

function depthwise(given: Config, label: string, upgrade: Upgrade): Config {
  const { dilation_rate: rate, depthwise_constraint: constraint, ...config } = given;
  if ([rate ?? 1].flat().some((step) => step !== 1)) {
    upgrade.note(`${label}: TensorFlow.js does not dilate a DepthwiseConv2D, so its dilation_rate is left out`);
  }
  // It writes the regularizer in its place.
  const mistaken = isObject(constraint) && constraint.class_name === "L1L2";
  return mistaken || constraint === undefined ? config : { ...config, depthwise_constraint: constraint };
}

function recurrent(given: Config, label: string, upgrade: Upgrade): Config {
  const { cell, return_state: state } = given;
  if (state === true && isObject(cell) && cell.class_name === "StackedRNNCells") {
    throw upgrade.unsupported(`${label}: TensorFlow.js has the states of stacked cells in another order`);
  }
  return Object.fromEntries(
    Object.entries(given).filter(([key]) => RNN_KEYS.includes(key) || key.startsWith("batch_")),
  );
}

const OPTIMIZERS: Readonly<Record<string, string>> = { Momentum: "SGD", RMSProp: "RMSprop" };
const OPTIONS: Readonly<Record<string, string>> = {
  learningRate: "learning_rate",
  beta1: "beta_1",
  beta2: "beta_2",
  decay: "rho",
  useNesterov: "nesterov",
  initialAccumulatorValue: "initial_accumulator_value",
};

/** What a model was compiled with. */
export function trainingFromTfjs(training: Config): Config {
  const { optimizer_config: optimizer, ...rest } = training;
  if (!isObject(optimizer) || !isObject(optimizer.config)) return training;
  const name = textOf(optimizer.class_name);
  const own = Object.entries(optimizer.config).filter(([key]) => !(name === "Adamax" && key === "decay"));
  const config = Object.fromEntries(own.map(([key, value]) => [lookUp(OPTIONS, key) ?? key, value]));
  return { ...rest, optimizer_config: { class_name: lookUp(OPTIMIZERS, name) ?? name, config } };
}
