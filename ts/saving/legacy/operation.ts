/** Operations of TensorFlow between the layers of tf.keras models: TFOpLambda, SlicingOpLambda, TensorFlowOpLayer. */
import type { Config } from "../../nn/core/serialize";
import { isObject, type Upgrade } from "./context";
import { FUNCTIONS } from "./functions";
import { nodeDef } from "./node_def";
import { type Call, tensor } from "./nodes";

const CLASSES = new Set(["TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer"]);
/** What gives the sizes of a tensor: used up by those who take sizes. */
const SIZES = new Set(["compat.v1.shape", "shape", "shape_v2", "Shape"]);

/** Whether a layer's entry is an operation of TensorFlow. */
export function isOldOperation(entry: Config): boolean {
  return CLASSES.has(String(entry.class_name));
}

/** What a call gives: an operation of Keras 3, or what it only passes on. */
export interface Step {
  readonly op: string;
  readonly args: readonly unknown[];
  readonly config?: Config;
}

/** A call of an operation of TensorFlow. */
export class Operation {
  readonly name: string;
  readonly function: string;
  readonly #args: readonly unknown[];
  readonly #kwargs: Config;
  readonly #upgrade: Upgrade;
  readonly #sizes: ReadonlySet<string>;
  readonly steps: Config[] = [];

  constructor(name: string, fn: string, call: Call, sizes: ReadonlySet<string>, upgrade: Upgrade) {
    this.name = name;
    this.function = fn;
    this.#args = call.args;
    this.#kwargs = call.kwargs;
    this.#sizes = sizes;
    this.#upgrade = upgrade;
  }

  /** An argument by its place or name. */
  arg(place: number, name: string): unknown {
    const value = place < this.#args.length ? this.#args[place] : this.#kwargs[name];
    return value ?? undefined;
  }

  /** An argument that is an operand: lists of numbers become tensors. */
  operand(place: number, name: string): unknown {
    const value = this.arg(place, name);
    if (value === undefined) throw this.refuse(`is called without ${name}`);
    const isNumbers = Array.isArray(value) && !this.hasTensor(value);
    return isNumbers ? { class_name: "__tensor__", config: { value, dtype: dtypeOf(value) } } : value;
  }

  /** Sizes of which one may be that of another tensor: it becomes -1. */
  sizes(value: unknown): number[] {
    const list = Array.isArray(value) ? value : [value];
    const sizes = list.map((size) => (typeof size === "number" ? size : this.#isSize(size) ? -1 : undefined));
    if (sizes.includes(undefined) || sizes.filter((size) => size === -1).length > 1) {
      throw this.refuse("takes sizes that are computed while the model runs");
    }
    return sizes as number[];
  }

  #isSize(value: unknown): boolean {
    return isTensor(value) && this.#sizes.has((value.config as { keras_history: [string] }).keras_history[0]);
  }

  /** Whether a tensor stands somewhere in a value. */
  hasTensor(value: unknown): boolean {
    return Array.isArray(value) ? value.some((item) => this.hasTensor(item)) : isTensor(value);
  }

  /** An operation before the last one: its result. */
  step(op: string, args: readonly unknown[], config: Config = {}): unknown {
    const name = `${this.name}_${op.toLowerCase()}`;
    this.steps.push(entryOf(name, { op, args, config }));
    return tensor(name, 0, 0);
  }

  /** The error of what is not supported. */
  refuse(what: string): Error {
    return this.#upgrade.unsupported(`${this.name}: the operation ${this.function} ${what}, which is not supported`);
  }
}

function isTensor(value: unknown): value is Config {
  return isObject(value) && value.class_name === "__keras_tensor__";
}

function dtypeOf(value: unknown): string {
  if (Array.isArray(value)) return value.some((item) => dtypeOf(item) === "float32") ? "float32" : dtypeOf(value[0]);
  return typeof value === "boolean" ? "bool" : Number.isInteger(value) ? "int32" : "float32";
}

/** The modules of Keras 3 that operations are in, where it is not that of NumPy. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  core: ["Cast", "StopGradient", "Unstack", "Slice"],
  math: ["Rsqrt", "Erf", "Logsumexp", "TopK"],
  image: ["Resize"],
  nn: [
    ...["Relu", "Relu6", "Sigmoid", "Softplus", "Softsign", "Silu", "Elu", "Selu", "Gelu", "LeakyRelu", "LogSigmoid"],
    ...["Softmax", "LogSoftmax", "OneHot", "MaxPool", "AveragePool", "Normalize", "DepthToSpace", "SpaceToDepth"],
  ],
  linalg: ["Norm"],
};

function entryOf(name: string, { op, args, config = {} }: Step): Config {
  const module = Object.keys(MODULES).find((key) => MODULES[key]!.includes(op)) ?? "numpy";
  return {
    module: `keras.src.ops.${module}`,
    class_name: op,
    config: { ...config, name },
    registered_name: op,
    name,
    inbound_nodes: [{ args, kwargs: {} }],
  };
}

/** Brings the operations of one model over. */
export class Operations {
  readonly #upgrade: Upgrade;
  /** Operations that give sizes, and numbers among them. */
  readonly #sizes = new Set<string>();

  constructor(upgrade: Upgrade) {
    this.#upgrade = upgrade;
  }

  /** The operations of Keras 3 that do what an entry does; none for what only gives sizes. */
  convert(entry: Config, name: string, calls: readonly Call[]): Config[] {
    const upgrade = this.#upgrade;
    const config = isObject(entry.config) ? entry.config : {};
    const old = entry.class_name === "TensorFlowOpLayer";
    if (calls.length !== 1)
      throw upgrade.unsupported(`${name}: an operation that is called ${calls.length} times is not supported`);
    const { fn, call } = old
      ? nodeDef(config, name, calls[0]!, upgrade)
      : { fn: String(config.function), call: calls[0]! };
    const operation = new Operation(name, fn, call, this.#sizes, upgrade);
    if (SIZES.has(fn) || this.#passesSizes(fn, call)) {
      this.#sizes.add(name);
      return [];
    }
    const make = Object.hasOwn(FUNCTIONS, fn) ? FUNCTIONS[fn] : undefined;
    if (!make) {
      throw upgrade.unsupported(
        `${name}: the operation of TensorFlow ${fn} is not supported`,
        "Build the model with layers, or with keras.ops in Keras 3, and copy the weights",
      );
    }
    const last = make(operation);
    return [...operation.steps, entryOf(name, last)];
  }

  /** A size that is picked out of sizes. */
  #passesSizes(fn: string, { args }: Call): boolean {
    const [first] = args;
    if (fn !== "__operators__.getitem" && fn !== "StridedSlice" && fn !== "unstack") return false;
    return isTensor(first) && this.#sizes.has((first.config as { keras_history: [string] }).keras_history[0]);
  }
}
