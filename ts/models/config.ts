/** Reads Keras 3's configs of layers and models. */

import { toTensor } from "../core/convert";
import { standardizeDType } from "../core/dtypes";
import { FormatError } from "../core/errors";
import { lookUp, textOf } from "../core/lookup";
import { nearestName } from "../core/nearest";
import type { Shape } from "../core/shapes";
import { isPlain } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { Layer } from "../layers/core/layer";
import { attach } from "../layers/core/symbols";
import { CLASSES, type LayerClass } from "../layers/gen/classes";
import { InputLayer } from "../layers/input_layer";
import { type Config, type CustomObjects, camelKey, findRegistered, keepName, optionsFrom } from "../nn/core/serialize";
import { Model } from "./model";
import { indexPart, isOperation, Known, OLD_OPS, operationFrom, type SavedOperation } from "./operations";
import { keepOrder } from "./paths";
import { Sequential } from "./sequential";

/** The arguments of a call, as Python has them. */
interface Arguments {
  readonly args: readonly unknown[];
  readonly kwargs: Config;
}

/** Models inside models that a config may hold. */
const MOST_NESTED = 100;

/** Makes what reads the configs of a file; `more` are classes that only files have. */
export type MakeReader = (where: string, more: CustomObjects) => ConfigReader;

/** Reads configs of layers and models. */
export class ConfigReader {
  readonly #where: string;
  readonly #custom: CustomObjects;
  readonly #notes = new Set<string>();
  #depth = 0;

  constructor(where: string, custom: CustomObjects) {
    this.#where = where;
    this.#custom = custom;
  }

  /** What people should know of what was read. */
  get notes(): readonly string[] {
    return [...this.#notes];
  }

  /** The model of a config. @throws FormatError for one of a layer. */
  model(value: unknown): Model {
    const model = this.object(value);
    if (model instanceof Model) return model;
    throw new FormatError(this.#where, "the config is of a layer, not of a model", {
      received: `class ${textOf((value as Config).class_name)}`,
    });
  }

  /** The layer or model of a config. */
  object(value: unknown): Layer {
    if (this.#depth >= MOST_NESTED) this.#fail(`models are nested more than ${MOST_NESTED} deep`, undefined);
    this.#depth++;
    try {
      return this.#object(value);
    } finally {
      this.#depth--;
    }
  }

  #object(value: unknown): Layer {
    const { class_name: name, config, build_config } = this.#plain(value, "an object");
    if (typeof name !== "string") this.#fail("an object has no class_name", value);
    const own = this.#plain(config ?? {}, `the config of ${name as string}`);
    if (name === "Sequential") return this.#sequential(own);
    if (name === "Functional" || (name === "Model" && "layers" in own)) return this.#functional(own);
    const layer = this.#layer(name as string, (value as Config).registered_name, own);
    const build = isPlain(build_config) ? build_config : {};
    const { positional } = layer.constructor as typeof Layer;
    const shapes = isPlain(build.shapes_dict) ? Object.values(build.shapes_dict) : undefined;
    // The others are of arguments beside the input, such as first states.
    const shape = shapes ? (positional ? shapes : shapes[0]) : build.input_shape;
    if (Array.isArray(shape) && !layer.built && !(layer instanceof InputLayer)) {
      this.#named(layer.name, () => {
        layer.ensureBuilt(shape as Shape);
        // The layers of a model with a call of its own are built by that call.
        if (layer instanceof Model && !layer.network) layer.computeOutputShape(layer.buildShape as Shape);
      });
    }
    return layer;
  }

  /** The op of a config. */
  operation(entry: Config): SavedOperation {
    const old = entry.module === OLD_OPS ? lookUp(this.#custom, OLD_OPS) : undefined;
    return old ? (old as typeof operationFrom)(this.#where, entry) : operationFrom(this.#where, entry);
  }

  #layer(name: string, registered: unknown, config: Config): Layer {
    const full = typeof registered === "string" ? registered : name;
    const target = this.#find(name, registered);
    if (!target) {
      const near = nearestName(name, [...Object.keys(this.#custom), ...CLASSES.map((layer) => layer.className!)]);
      throw new FormatError(this.#where, `the class "${full}" is unknown`, {
        expected: near ? `"${near}", or another layer that docs/keras.md lists` : "a layer that docs/keras.md lists",
        fix: `Give it as loadModel(source, { customObjects: { ${JSON.stringify(name)}: YourClass } })`,
      });
    }
    const known = CLASSES.includes(target);
    if (!known && !(target.prototype instanceof Layer)) {
      throw new FormatError(this.#where, `the custom object for "${full}" is no layer`, {
        expected: "a class that extends Layer",
        received: { [name]: target },
      });
    }
    const label = typeof config.name === "string" ? config.name : name;
    const read = Object.assign((value: unknown): Layer => this.object(value), { custom: this.#custom });
    const floats = this.#asFloats(label, config);
    const own = known || target.fromConfig ? this.#withActivations(floats) : this.#withParts(floats);
    return this.#named(label, () =>
      keepName(target.fromConfig ? target.fromConfig(own, read) : new target(optionsFrom(own)), registered),
    );
  }

  /** A config without what makes Keras compute in other numbers: all is float32 here. */
  #asFloats(label: string, config: Config): Config {
    const policy = policyName(config.dtype);
    if (policy && !/^(float32|u?int\d*|bool|string)$/.test(policy)) {
      const mode = /^(.*)_from_/.exec(policy)?.[1];
      this.#notes.add(
        mode
          ? `layers quantized as ${mode} compute in float32, with the weights that their numbers stand for`
          : `the dtype policy ${policy} is read as float32`,
      );
    }
    if (typeof config.lora_rank === "number")
      this.#notes.add(`"${label}": the LoRA weights of rank ${config.lora_rank} are merged with its kernel`);
    const {
      lora_rank: _rank,
      lora_alpha: _alpha,
      quantization_config: _config,
      gptq_unpacked_column_size: _size,
      ...rest
    } = config;
    return rest;
  }

  /** The config of a class of the user's own, with layers where it has the configs of layers. */
  #withParts(config: Config): Config {
    const part = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(part);
      return isPlain(value) && this.#isLayer(value) ? this.object(value) : value;
    };
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, part(value)]));
  }

  #isLayer({ class_name: name, config, registered_name: registered }: Config): boolean {
    if (typeof name !== "string" || !isPlain(config)) return false;
    if (["Sequential", "Functional", "Model"].includes(name)) return true;
    const target = this.#find(name, registered);
    return target !== undefined && target.prototype instanceof Layer;
  }

  /** The class of a name: the user's own, then those that are registered, then the library's. */
  #find(name: string, registered: unknown): LayerClass | undefined {
    const full = typeof registered === "string" ? registered : name;
    const custom =
      lookUp(this.#custom, full) ?? lookUp(this.#custom, name) ?? findRegistered(full) ?? findRegistered(name);
    return (custom ?? CLASSES.find((layer) => isCalled(layer, name))) as LayerClass | undefined;
  }

  /** A config whose activations are layers where it has the configs of layers. */
  #withActivations(config: Config): Config {
    const made = Object.entries(config).flatMap(([key, value]) => {
      const isLayer = key.endsWith("activation") && isPlain(value) && value.class_name !== "function";
      return isLayer && typeof value.class_name === "string" && isPlain(value.config)
        ? [[key, this.object(value)]]
        : [];
    });
    return made.length ? { ...config, ...Object.fromEntries(made) } : config;
  }

  /** Runs what a broken config can break; its errors say where they are from. */
  #named<T>(name: string, body: () => T): T {
    try {
      return body();
    } catch (error) {
      if (error instanceof FormatError) throw error;
      const { message } = error as Error;
      const reason = (message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message).replace(/\.$/, "");
      throw new FormatError(this.#where, `the config of "${name}" cannot be used: ${reason}`);
    }
  }

  #sequential(config: Config): Sequential {
    const items = this.#list(config.layers, "the layers of a Sequential").map((item) => this.object(item));
    return this.#named(textOf(config.name), () => {
      const model = new Sequential(items, { name: config.name as string });
      const shape = config.build_input_shape;
      if (!model.built && Array.isArray(shape)) model.ensureBuilt(shape as Shape);
      this.#freeze(model, config);
      return model;
    });
  }

  #freeze(model: Model, config: Config): void {
    // The flags of its layers are in their own configs; only the model's own is left.
    if (config.trainable === false) model.trainable = false;
  }

  #functional(config: Config): Model {
    const entries = this.#list(config.layers, "the layers of a Functional model").map((item) =>
      this.#plain(item, "a layer"),
    );
    const made = new Map<string, Layer | SavedOperation>();
    const outputs = new Map<string, (Tensor | readonly Tensor[])[]>();
    let waiting: { name: string; layer: Layer | SavedOperation; node: Config; index: number }[] = [];
    for (const entry of entries) {
      const layer = isOperation(entry) ? this.operation(entry) : this.object(entry);
      const name = typeof entry.name === "string" ? entry.name : layer.name;
      if (made.has(name)) this.#fail(`two layers are named "${name}"`, entry);
      made.set(name, layer);
      if (layer instanceof InputLayer) {
        outputs.set(name, [attach(layer, layer.batchShape!, standardizeDType(layer.dtype, name))]);
        continue;
      }
      outputs.set(name, []);
      this.#list(entry.inbound_nodes ?? [], `the inbound nodes of "${name}"`).forEach((node, index) => {
        waiting.push({ name, layer, node: this.#plain(node, "a node"), index });
      });
    }
    const resolve = (history: unknown): Tensor | undefined => {
      const [name, node, tensor] = this.#list(history, "a reference to a tensor") as [string, number, number];
      if (!made.has(name)) this.#fail(`a node refers to the unknown layer "${name}"`, history);
      const value = outputs.get(name)![node];
      return (Array.isArray(value) ? value[tensor] : value) as Tensor | undefined;
    };
    // Layers may be listed before those they need: go round until nothing is left.
    while (waiting.length) {
      const rest: typeof waiting = [];
      for (const item of waiting) {
        const own = outputs.get(item.name)!;
        const args = own.length === item.index ? this.#tensors(item.node, resolve) : undefined;
        if (!args) rest.push(item);
        else own.push(this.#named(item.name, () => this.#call(item.layer, args)));
      }
      if (rest.length === waiting.length) {
        this.#fail(
          `the graph cannot be put together: ${rest.map(({ name }) => `"${name}"`).join(", ")} wait for each other`,
          undefined,
        );
      }
      waiting = rest;
    }
    const ends = (value: unknown, what: string): Tensor | Tensor[] | Record<string, Tensor> => {
      // Keras counts a nested Functional's own construction here, though not in the arguments of calls.
      const isModel = (layer: Layer | SavedOperation | undefined): boolean =>
        layer instanceof Layer && layer.savedKind === "functional";
      const shift = (name: unknown): number => (isModel(made.get(name as string)) ? 1 : 0);
      const place = ([name, node, tensor]: readonly unknown[]): unknown[] => [
        name,
        (node as number) - shift(name),
        tensor,
      ];
      const one = (history: unknown): Tensor =>
        tensorsIn(resolve(place(this.#list(history, what)))) ??
        this.#fail(`${what} refer to a tensor that nothing makes`, history);
      if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, one(item)]));
      const list = this.#list(value, what);
      if (typeof list[0] === "string") return one(list);
      // Before Keras 3.11 a single tensor stood in a list, and a list of one is one tensor to Keras anyway.
      return list.length === 1 ? one(list[0]) : list.map(one);
    };
    return this.#named(textOf(config.name), () => {
      const model = new Model({
        inputs: ends(config.input_layers, "the inputs"),
        outputs: ends(config.output_layers, "the outputs"),
        name: config.name as string,
      });
      keepOrder(model, [...made.keys()]);
      this.#freeze(model, config);
      return model;
    });
  }

  /** The arguments of a call, or nothing while a tensor is missing. */
  #tensors(node: Config, resolve: (history: unknown) => Tensor | undefined): Arguments | undefined {
    let missing = false;
    const read = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(read);
      if (!isPlain(value)) return value;
      const { class_name: name } = value;
      if (name === "__slice__" || name === "__ellipsis__") {
        const ends = Object.entries(isPlain(value.config) ? value.config : {});
        return indexPart({ ...value, config: Object.fromEntries(ends.map(([key, end]) => [key, read(end)])) });
      }
      if (name === "__tensor__" || name === "__numpy__") {
        const { value: values, dtype } = this.#plain(value.config, "a tensor");
        return toTensor(this.#where, values as number[], standardizeDType(dtype as string, this.#where));
      }
      if (name !== "__keras_tensor__") return this.#fail("a call has an argument that is not supported", value);
      const tensor = resolve(this.#plain(value.config, "a tensor").keras_history);
      if (!tensor) missing = true;
      return tensor;
    };
    const args = this.#list(node.args, "the arguments of a call").map(read);
    const given = Object.entries(this.#plain(node.kwargs ?? {}, "the arguments of a call"));
    const kwargs = Object.fromEntries(given.map(([key, value]) => [key, read(value)]));
    return missing ? undefined : { args, kwargs };
  }

  /** Calls a layer or op with the arguments of a node. */
  #call(layer: Layer | SavedOperation, { args, kwargs }: Arguments): Tensor | Tensor[] {
    if (!(layer instanceof Layer)) return layer.apply(args, kwargs);
    const { positional } = layer.constructor as typeof Layer;
    const inputs = args.map(tensorsIn);
    const rest: Config = {};
    for (const [key, given] of Object.entries(kwargs)) {
      const value = tensorsIn(given);
      if (value === null) continue;
      const place = positional ? positional.indexOf(key) : key === "inputs" ? 0 : -1;
      if (place >= 0) inputs[place] = value;
      else rest[camelKey(key)] = value;
    }
    if (positional) return layer.applyAll(inputs as Tensor[], rest);
    if (inputs.length !== 1) this.#fail("a call has arguments that are not supported", args);
    return layer.applyAll(inputs[0] as Tensor, rest);
  }

  /** Compiles a model from its compile_config. */
  compile(model: Model, value: unknown): void {
    if (!isPlain(value) || Object.keys(value).length === 0) return;
    this.#named("compile_config", () => {
      model.compile(
        {
          optimizer: value.optimizer ?? "rmsprop",
          loss: value.loss,
          lossWeights: value.loss_weights,
          metrics: value.metrics,
          weightedMetrics: value.weighted_metrics,
        },
        this.#custom,
      );
    });
  }

  #plain(value: unknown, what: string): Config {
    return isPlain(value) ? value : this.#fail(`${what} is no object`, value);
  }

  #list(value: unknown, what: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.#fail(`${what} is no list`, value);
  }

  #fail(what: string, received: unknown): never {
    throw new FormatError(
      this.#where,
      `the config is broken: ${what}`,
      received === undefined ? {} : { received: { value: received } },
    );
  }
}

/** Whether a class has a name in files. */
function isCalled({ className, pythonName, aliases }: LayerClass, name: string): boolean {
  return className === name || pythonName === name || aliases?.includes(name) === true;
}

/** A value with tensors in the place of what is known. */
function tensorsIn<T>(value: T): T {
  if (value instanceof Known) return value.tensor() as T;
  return Array.isArray(value) && value.some((item) => typeof item === "object") ? (value.map(tensorsIn) as T) : value;
}

/** The name of a dtype policy, as "mixed_float16" or "int8_from_float32". */
function policyName(dtype: unknown): string | undefined {
  if (typeof dtype === "string") return dtype;
  if (!isPlain(dtype) || !isPlain(dtype.config)) return undefined;
  const { name, mode, source_name: source } = dtype.config;
  if (typeof mode === "string") return `${mode}_from_${textOf(source)}`;
  return typeof name === "string" ? name : undefined;
}
