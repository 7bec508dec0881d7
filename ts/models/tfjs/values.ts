/** Activations, initializers, regularizers and constraints as TensorFlow.js has them. */
import { lookUp } from "../../core/lookup";
import { isPlain } from "../../core/symbolic";
import { Layer } from "../../layers/core/layer";
import { layerOfPart } from "../../layers/core/part";
import { OLD } from "../../nn/core/old_activations";
import type { Config } from "../../nn/core/serialize";
import type { Model } from "../model";
import { refuse } from "./refuse";

/** Activations, and what they are called there. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  elu: "elu",
  gelu: "gelu",
  linear: "linear",
  log_softmax: "log_softmax",
  mish: "mish",
  relu: "relu",
  relu6: "relu6",
  selu: "selu",
  sigmoid: "sigmoid",
  silu: "swish",
  softmax: "softmax",
  softplus: "softplus",
  softsign: "softsign",
  tanh: "tanh",
};

/** An activation of a layer. */
export function activationOf(layer: string, value: unknown): string {
  if (value === null || value === undefined) return "linear";
  if (isPlain(value) && value.module === OLD && value.config === "hard_sigmoid") return "hard_sigmoid";
  const inner = value instanceof Layer ? value : isPlain(value) ? layerOfPart(value) : undefined;
  if (inner && isOldHardSigmoid(inner)) return "hard_sigmoid";
  if (inner) refuse(layer, "a layer cannot be an activation there", "Put it behind, as a layer of its own");
  if (value === "hard_sigmoid") {
    refuse(
      layer,
      "its hard_sigmoid is that of Keras 3, x / 6 + 0.5, and TensorFlow.js has 0.2 x + 0.5 under this name",
    );
  }
  const known = typeof value === "string" ? lookUp(ACTIVATIONS, value) : undefined;
  return known ?? refuse(layer, `there is no activation ${String(isPlain(value) ? value.config : value)}`);
}

/** Whether a layer is what becomes of the hard sigmoid of Keras 1 and 2 when it is read: max(0, min(1, 0.2 x + 0.5)). */
function isOldHardSigmoid(layer: Layer): boolean {
  const [scale, clip, ...rest] = layer.savedKind === "sequential" ? (layer as Model).layers : [];
  if (scale?.savedClass !== "Rescaling" || clip?.savedClass !== "ReLU" || rest.length) return false;
  const { scale: factor, offset } = scale.getConfig();
  const { max_value: most, negative_slope: slope, threshold } = clip.getConfig();
  return factor === 0.2 && offset === 0.5 && most === 1 && slope === 0 && threshold === 0;
}

/** Initializers, what they are called there, and the options that they keep. */
const INITIALIZERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  Zeros: ["Zeros"],
  Ones: ["Ones"],
  Constant: ["Constant", "value"],
  RandomNormal: ["RandomNormal", "mean", "stddev", "seed"],
  RandomUniform: ["RandomUniform", "minval", "maxval", "seed"],
  TruncatedNormal: ["TruncatedNormal", "mean", "stddev", "seed"],
  Identity: ["Identity", "gain"],
  VarianceScaling: ["VarianceScaling", "scale", "mode", "distribution", "seed"],
  GlorotNormal: ["GlorotNormal", "seed"],
  GlorotUniform: ["GlorotUniform", "seed"],
  HeNormal: ["HeNormal", "seed"],
  HeUniform: ["HeUniform", "seed"],
  LecunNormal: ["LeCunNormal", "seed"],
  LecunUniform: ["LeCunUniform", "seed"],
  Orthogonal: ["Orthogonal", "gain", "seed"],
};

/** An initializer. The file has the weights, so one that is not there becomes zeros. */
function initializer(value: unknown): Config {
  const { class_name: name, config = {} } = isPlain(value) ? value : {};
  const [known, ...keys] = lookUp(INITIALIZERS, String(name)) ?? ["Zeros"];
  const own = config as Config;
  const options = keys.map((key): [string, unknown] => {
    const item = own[key] ?? null;
    if (key === "seed") return [key, typeof item === "number" ? item : null];
    return [key, item === "untruncated_normal" ? "normal" : item];
  });
  return { class_name: known, config: Object.fromEntries(options) };
}

function regularizer(layer: string, key: string, value: unknown): Config | null {
  if (value === null) return null;
  const { class_name: name, config } = isPlain(value) ? value : {};
  if (!/^(L1|L2|L1L2)$/.test(String(name))) refuse(layer, `there is no ${key} but L1, L2 and both`);
  const { l1 = 0, l2 = 0 } = config as Config;
  return { class_name: "L1L2", config: { l1, l2 } };
}

const CONSTRAINTS = ["MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"];

function constraint(layer: string, key: string, value: unknown): Config | null {
  if (value === null) return null;
  const { class_name: name, config } = isPlain(value) ? value : {};
  if (!CONSTRAINTS.includes(String(name))) refuse(layer, `there is no ${key} but ${CONSTRAINTS.join(", ")}`);
  return { class_name: name, config };
}

/** An option of a layer. */
export function optionOf(layer: string, key: string, value: unknown): unknown {
  if (/(^|_)activation$/.test(key)) return activationOf(layer, value);
  if (key.endsWith("_initializer")) return initializer(value);
  if (key.endsWith("_regularizer")) return regularizer(layer, key, value);
  if (key.endsWith("_constraint")) return constraint(layer, key, value);
  return value;
}
