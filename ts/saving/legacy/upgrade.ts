/** Configs of models of any version of Keras, in the words of Keras 3. */
import { textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import type { StoredModel } from "../stored";
import { type Era, hasEntry, isObject, keras, listOf, objectOf, Upgrade } from "./context";
import { fromKeras1 } from "./keras1";
import { fromKeras2, oldLayer } from "./keras2";
import { beginsWithMerge, fromMerge, mergedGraph } from "./merge";
import { plainNames } from "./names";
import { type Call, Calls, nameOf, offsetsOf } from "./nodes";
import { fromOperation, isOldOperation } from "./operation";
import { fromTfjs, trainingFromTfjs } from "./tfjs";
import { compileConfig, withoutLossScale } from "./training";

/** Models inside models that a config may hold. */
const MOST_NESTED = 100;
/** Classes that are models. */
const MODELS = new Set(["Model", "Functional", "Sequential"]);

/** A model's config in the words of Keras 3. */
export interface Upgraded {
  readonly config: Config;
  readonly compile: unknown;
  /** What was replaced, for people. */
  readonly notes: readonly string[];
  readonly era: Era;
}

/** Brings the config of a file to Keras 3. Errors of single layers go to `report`, where there is one. */
export function upgradeModel(stored: StoredModel, report?: (error: Error) => void): Upgraded {
  const version = numbersOf(stored.writer.version);
  const era = eraOf(stored);
  const { weights, writer } = stored;
  const { name, backend, tfjs = false } = writer;
  const layers = weights?.kind === "lists" ? weights.layers : [];
  const upgrade = new Upgrade(
    stored.where,
    era,
    version ?? [era, 0],
    {
      theano: backend === "theano",
      standalone: name === "Keras" && era < 3,
      tfjs,
      channelsFirst: hasEntry(stored.config, (key, value) => key === "dim_ordering" && value === "th"),
    },
    (layer) => layers.find((list) => list.name === layer)?.arrays.map(({ shape }) => shape) ?? [],
  );
  const whole = objectOf(stored.config, "the model", upgrade);
  const given = new Reader(upgrade, report).entry(whole);
  const plain = era === 3 ? <T>(value: T): T => value : plainNames(given, upgrade);
  const config = plain(given);
  const training = stored.training ?? whole.compile_config;
  const compile =
    era === 3 && stored.training === undefined
      ? withoutLossScale(training, upgrade)
      : isObject(training)
        ? plain(compileConfig(tfjs ? trainingFromTfjs(training) : training, outputsOf(config), upgrade))
        : undefined;
  return { config, compile, notes: [...upgrade.notes], era };
}

/** How many outputs a model of Keras 3 has by its config. */
function outputsOf({ config }: Config): number {
  const outputs = isObject(config) ? config.output_layers : undefined;
  if (isObject(outputs)) return Object.keys(outputs).length;
  return Array.isArray(outputs) && Array.isArray(outputs[0]) ? outputs.length : 1;
}

function numbersOf(version: string): readonly [number, number] | undefined {
  const found = /^(\d+)(?:\.(\d+))?/.exec(version);
  return found ? [Number(found[1]), Number(found[2] ?? 0)] : undefined;
}

/** Keys that layers had in Keras 1 alone. */
const KERAS1 = new Set([
  "nb_filter",
  "nb_row",
  "border_mode",
  "dim_ordering",
  "subsample",
  "pool_length",
  "W_regularizer",
  "inner_init",
  "inner_activation",
]);

/** Which Keras wrote a file. */
export function eraOf(stored: StoredModel): Era {
  const version = numbersOf(stored.writer.version);
  if (version) return version[0] >= 3 ? 3 : version[0] === 2 ? 2 : 1;
  // A config alone may not say who wrote it.
  if (isObject(stored.config) && typeof stored.config.module === "string") return 3;
  return hasEntry(stored.config, (key) => KERAS1.has(key)) ? 1 : 2;
}

/** Layers that took first states behind their input, in one list. */
const RECURRENT = /^(SimpleRNN|LSTM|GRU|CuDNNLSTM|CuDNNGRU|RNN|ConvLSTM[123]D|Bidirectional)(V[12])?$/;

/** A call as its layer takes it in Keras 3. */
function renewed(className: string, config: unknown, { args, kwargs }: Call): Call {
  const [first] = args;
  if (RECURRENT.test(className) && Array.isArray(first)) {
    return { args: first.slice(0, 1), kwargs: { ...kwargs, initial_state: first.slice(1) } };
  }
  const causal = /^(Additive)?Attention$/.test(className) && isObject(config) && config.causal === true;
  return causal ? { args, kwargs: { ...kwargs, use_causal_mask: true } } : { args, kwargs };
}

/** The inputs of a model. Keras 1 named other layers when one had a loss of its own. */
function inputsOf(ends: unknown, entries: readonly Config[]): unknown {
  const inputs = entries.filter((entry) => entry.class_name === "InputLayer").map(nameOf);
  const lost = Array.isArray(ends) && ends.some((end) => Array.isArray(end) && !inputs.includes(end[0]));
  const nested = Array.isArray(ends) && typeof ends[0] === "string";
  return lost && !nested ? inputs.map((name) => [name, 0, 0]) : ends;
}

/** Walks through a model. */
class Reader {
  readonly #upgrade: Upgrade;
  readonly #report: ((error: Error) => void) | undefined;
  #depth = 0;

  constructor(upgrade: Upgrade, report: ((error: Error) => void) | undefined) {
    this.#upgrade = upgrade;
    this.#report = report;
  }

  /** A layer or model. */
  entry(given: Config): Config {
    if (this.#depth >= MOST_NESTED) throw this.#upgrade.broken(`models are nested more than ${MOST_NESTED} deep`);
    this.#depth++;
    try {
      return this.#entry(given);
    } finally {
      this.#depth--;
    }
  }

  #entry(given: Config): Config {
    const { class_name: name, config } = given;
    if (typeof name !== "string") throw this.#upgrade.broken("an object has no class_name", given);
    if (name === "Sequential" && beginsWithMerge(config)) {
      const graph = mergedGraph(config, textOf(given.name ?? "sequential"), this.#upgrade);
      return { ...given, class_name: "Functional", config: this.#functional(graph) };
    }
    if (name === "Sequential") return { ...given, config: this.#sequential(config) };
    const isGraph = isObject(config) && Array.isArray(config.layers) && "output_layers" in config;
    if (isGraph && (MODELS.has(name) || name.endsWith(">Functional"))) {
      return { ...given, class_name: "Functional", config: this.#functional(config as Config) };
    }
    if (this.#upgrade.era === 3) return this.#early(given);
    return this.#reported(given, () => this.#layer(given));
  }

  /** A layer of Keras 3, which was another in its first versions. */
  #early(given: Config): Config {
    const [, minor] = this.#upgrade.version;
    const { class_name: name, config } = given;
    if (name !== "RandomCrop" || minor >= 8 || !isObject(config)) return given;
    return { ...given, ...oldLayer(name, { ...config, cut: minor < 6 ? "middle" : "corner" }) };
  }

  /** Runs `body`; where errors are reported, its own gives `instead`. */
  #reported<T>(instead: T, body: () => T): T {
    if (!this.#report) return body();
    try {
      return body();
    } catch (error) {
      this.#report(error as Error);
      return instead;
    }
  }

  #layer(given: Config): Config {
    const name = textOf(given.class_name);
    const old = isObject(given.config) ? given.config : {};
    // A class of the user's own takes what it wrote.
    if (
      name.includes(">") ||
      (typeof given.registered_name === "string" && given.registered_name !== name && given.module !== "keras.layers")
    ) {
      const { batch_input_shape: _shape, ...config } = old;
      return { registered_name: name, ...given, config };
    }
    const upgrade = this.#upgrade;
    const [className, config] =
      upgrade.era === 1 ? fromKeras1(name, old, upgrade) : [name, upgrade.tfjs ? fromTfjs(name, old, upgrade) : old];
    const layer = fromKeras2(className, config, upgrade, (inner) => this.entry(inner));
    if (!isObject(given.build_config) || layer.build_config) return layer;
    const { input_shape: shape } = given.build_config;
    // The shapes of first states stood in the list, too.
    const states = RECURRENT.test(className) && Array.isArray(shape) && Array.isArray(shape[0]);
    return { ...layer, build_config: states ? { input_shape: shape[0] } : given.build_config };
  }

  #sequential(value: unknown): Config {
    const upgrade = this.#upgrade;
    const config = Array.isArray(value) ? { layers: value } : objectOf(value, "the config of a Sequential", upgrade);
    const given = listOf(config.layers, "the layers of a Sequential", upgrade).map((item) =>
      objectOf(item, "a layer", upgrade),
    );
    const layers = given.map((item) => this.entry(item));
    const first = given[0];
    if (first && first.class_name !== "InputLayer") {
      const input = this.#input(first);
      if (input) layers.unshift(input);
    }
    return { ...config, layers };
  }

  /** The input that the first layer of a Sequential stands for. */
  #input(first: Config): Config | undefined {
    const { config } = first;
    if (!isObject(config)) return undefined;
    const shape = config.batch_input_shape ?? (this.#upgrade.era === 3 ? undefined : config.batch_shape);
    if (shape === undefined || shape === null || MODELS.has(textOf(first.class_name))) return undefined;
    const isIndex = first.class_name === "Embedding";
    const dtype = config.input_dtype ?? (typeof config.dtype === "string" && !isIndex ? config.dtype : "float32");
    return keras("InputLayer", { batch_shape: shape, dtype, name: `${nameOf(first)}_input` });
  }

  #functional(config: Config): Config {
    const upgrade = this.#upgrade;
    const given = listOf(config.layers, "the layers of a model", upgrade).map((item) =>
      objectOf(item, "a layer", upgrade),
    );
    const isModel = (entry: Config): boolean =>
      MODELS.has(textOf(entry.class_name)) || textOf(entry.class_name).endsWith("Functional");
    const old = given.some(
      (entry) => Array.isArray(entry.inbound_nodes) && entry.inbound_nodes.some((node) => Array.isArray(node)),
    );
    if (upgrade.era === 3 && !old)
      return { ...config, layers: given.map((entry) => ({ ...entry, ...this.entry(entry) })) };
    const offsets = offsetsOf(given, isModel, [config.input_layers, config.output_layers]);
    const calls = new Calls(offsets, upgrade);
    const taken = new Set(given.map(nameOf));
    const layers = given.flatMap((entry) => {
      const name = nameOf(entry);
      const nodes = listOf(entry.inbound_nodes ?? [], `the calls of "${name}"`, upgrade).map((node) =>
        calls.call(node),
      );
      if (isOldOperation(entry))
        return this.#reported([entry], () => [fromOperation(entry, name, nodes, taken, upgrade)]);
      if (entry.class_name === "Merge" && upgrade.era < 3) return fromMerge(entry, name, nodes, upgrade);
      const layer = this.entry(entry);
      return [
        { ...layer, name, inbound_nodes: nodes.map((node) => renewed(textOf(entry.class_name), entry.config, node)) },
      ];
    });
    const shifted = (name: string): boolean =>
      given.some((entry) => nameOf(entry) === name && isModel(entry) && entry.class_name !== "Sequential");
    return {
      ...config,
      layers,
      input_layers: calls.ends(inputsOf(config.input_layers, given), () => false),
      output_layers: calls.ends(config.output_layers, shifted),
    };
  }
}
