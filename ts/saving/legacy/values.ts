/** Values in old configs: numbers of NumPy, initializers, regularizers, constraints, activations. */
import { lookUp, textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject, keras, OLD, type Upgrade } from "./context";

/** Numbers and lists as they are, out of what Python's json put around them. */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isObject(value)) return value;
  const { class_name: name, config } = value;
  if (name === "__numpy__" && isObject(config)) return config.value;
  if ((name === "TensorShape" || name === "__tuple__") && Array.isArray(value.items)) return value.items;
  if ("type" in value && "value" in value && Object.keys(value).length <= 3) return value.value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
}

/** The keys that initializers of Keras 3 have, less those that old ones had as well. */
const INITIALIZER_KEYS = new Set([
  "value",
  "mean",
  "stddev",
  "minval",
  "maxval",
  "scale",
  "mode",
  "distribution",
  "gain",
  "seed",
]);
const INITIALIZERS: Readonly<Record<string, string>> = {
  one: "ones",
  zero: "zeros",
  RandomUniformV2: "RandomUniform",
  RandomNormalV2: "RandomNormal",
  LeCunNormal: "LecunNormal",
  LeCunUniform: "LecunUniform",
};

/** An initializer. What it makes is replaced by the file's weights, so one that is unknown here becomes zeros. */
export function initializer(value: unknown, upgrade: Upgrade): unknown {
  if (typeof value === "string") return lookUp(INITIALIZERS, value) ?? value;
  if (!isObject(value) || typeof value.class_name !== "string") return value;
  const name = value.class_name.replace(/^keras(_core)?\.initializers\./, "");
  const own = isObject(value.config) ? value.config : {};
  const config = Object.fromEntries(
    Object.entries(own).filter(([key, item]) => INITIALIZER_KEYS.has(key) && item !== undefined),
  );
  // Keras 1 and 2 called both of these normal; it was the one that is cut.
  if (name === "VarianceScaling" && config.distribution === "normal") config.distribution = "truncated_normal";
  if (name === "Constant" || name === "RandomUniform" || name === "RandomNormal") {
    for (const [key, item] of Object.entries(config)) {
      if (typeof item === "number" || key === "seed") continue;
      upgrade.note(`the initializer ${name} with a ${key} that is no number is read as zeros`);
      return "zeros";
    }
  }
  return {
    class_name: lookUp(INITIALIZERS, name) ?? name,
    config,
    module: "keras.initializers",
    registered_name: null,
  };
}

/** A regularizer; those of Keras 1 stand for what was left out by a 0. */
export function regularizer(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { class_name, config, name, ...rest } = value;
  const own = isObject(config) ? config : typeof name === "string" ? rest : {};
  const known = class_name ?? name;
  if (known === "WeightRegularizer" || known === "ActivityRegularizer" || known === "L1L2Regularizer") {
    const { l1 = 0, l2 = 0 } = own;
    return { module: "keras.regularizers", class_name: "L1L2", config: { l1, l2 }, registered_name: null };
  }
  return typeof known === "string" ? { ...value, class_name: known, config: own } : value;
}

/** A constraint. */
export function constraint(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { class_name, config, name, ...rest } = value;
  const own: Config = { ...(isObject(config) ? config : rest) };
  const known = textOf(class_name ?? name);
  if ("m" in own) {
    own.max_value = own.m;
    delete own.m;
  }
  if ("low" in own || "high" in own) {
    own.min_value = own.low;
    own.max_value = own.high;
    delete own.low;
    delete own.high;
  }
  const names: Record<string, string> = {
    NonNegative: "NonNeg",
    maxnorm: "MaxNorm",
    nonneg: "NonNeg",
    unitnorm: "UnitNorm",
  };
  return { module: "keras.constraints", class_name: lookUp(names, known) ?? known, config: own, registered_name: null };
}

/** The hard sigmoid of Keras 1 and 2, 0.2 x + 0.5 between 0 and 1, where Keras 3 has x / 6 + 0.5. */
export const OLD_HARD_SIGMOID: Config = {
  module: OLD,
  class_name: "function",
  config: "hard_sigmoid",
  registered_name: `${OLD}>hard_sigmoid`,
};

/** The same as a model of two layers, which Keras 3 takes as an activation. */
function hardSigmoidModel(name: string): Config {
  const dtype = { module: "keras", class_name: "DTypePolicy", config: { name: "float32" }, registered_name: null };
  const inner = `${name}_hard_sigmoid`;
  const common = { trainable: true, dtype };
  const layers = [
    keras("Rescaling", { name: `${inner}_scale`, ...common, scale: 0.2, offset: 0.5 }),
    keras("ReLU", { name: `${inner}_clip`, ...common, max_value: 1, negative_slope: 0, threshold: 0 }),
  ];
  return { ...keras("Sequential", { name: inner, ...common, layers }), module: "keras" };
}

const ACTIVATIONS: Readonly<Record<string, string>> = {
  swish: "silu",
  silu: "silu",
  hard_swish: "hard_silu",
  "tf.nn.relu6": "relu6",
  log_softmax_v2: "log_softmax",
  softmax_v2: "softmax",
  leaky_relu_v2: "leaky_relu",
};

/**
 * An activation of layer `name`. `inside`: of the gates or states of a recurrent layer, where a file of Keras 3 is to keep
 * functions alone.
 */
export function activation(
  value: unknown,
  name: string,
  inside: boolean,
  upgrade: Upgrade,
  layer: (entry: Config) => Config,
): unknown {
  if (isObject(value)) {
    const { class_name, config } = value;
    if (class_name === "function" && typeof config === "string")
      return activation(config, name, inside, upgrade, layer);
    // How some versions wrote a layer as an activation.
    if (typeof class_name === "string" && isObject(config)) return layer(value);
    return value;
  }
  if (typeof value !== "string") return value;
  const plain = value.replace(/^keras\.activations\./, "");
  if (plain === "hard_sigmoid") {
    if (inside) return OLD_HARD_SIGMOID;
    upgrade.note(
      '"hard_sigmoid" of Keras 1 and 2 (0.2 x + 0.5) is read as Rescaling and ReLU: that of Keras 3 has another slope',
    );
    return hardSigmoidModel(name);
  }
  return lookUp(ACTIVATIONS, plain) ?? plain;
}
