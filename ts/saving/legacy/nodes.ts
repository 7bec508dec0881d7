/** The calls of layers in old configs, in the form of Keras 3: `{ args, kwargs }`. */
import { textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject, listOf, type Upgrade } from "./context";
import { plainValue } from "./values";

/** Names of layers, with how many of their nodes stand before those of the config. */
export type Offsets = ReadonlyMap<string, number>;

/** A call: what is passed by position, and by name. */
export interface Call {
  readonly args: readonly unknown[];
  readonly kwargs: Config;
}

/** A tensor by the layer, node and place that it comes from. */
export function tensor(name: string, node: number, place: number): Config {
  return {
    class_name: "__keras_tensor__",
    config: { shape: null, dtype: "float32", keras_history: [name, node, place] },
  };
}

/** Whether a value is how old configs wrote a tensor: [layer, node, place] or [layer, node, place, { }]. */
function isReference(value: unknown, offsets: Offsets): value is [string, number, number, unknown?] {
  return (
    Array.isArray(value) &&
    (value.length === 3 || value.length === 4) &&
    typeof value[0] === "string" &&
    Number.isInteger(value[1]) &&
    offsets.has(value[0])
  );
}

/** Reads the calls of one layer. */
export class Calls {
  readonly #offsets: Offsets;
  readonly #upgrade: Upgrade;

  constructor(offsets: Offsets, upgrade: Upgrade) {
    this.#offsets = offsets;
    this.#upgrade = upgrade;
  }

  /** A call from its node. */
  call(node: unknown): Call {
    if (isObject(node)) {
      // Already so in Keras 3, or a tensor for each of an input's names.
      if ("args" in node)
        return {
          args: listOf(node.args, "the arguments of a call", this.#upgrade),
          kwargs: isObject(node.kwargs) ? node.kwargs : {},
        };
      const named = Object.entries(node).map(([key, item]) => [key, this.#argument(item)[0]]);
      return { args: [Object.fromEntries(named)], kwargs: {} };
    }
    const list = listOf(node, "a node", this.#upgrade);
    const items = this.#isArgument(list) ? [list] : list;
    const kwargs: Config = {};
    const args = items.map((item) => {
      const [value, own] = this.#argument(item);
      Object.assign(kwargs, own);
      return value;
    });
    return { args: args.length === 1 ? args : [args], kwargs };
  }

  #isArgument(value: unknown): boolean {
    return isReference(value, this.#offsets) || (Array.isArray(value) && value[0] === "_CONSTANT_VALUE");
  }

  /** A tensor or constant, and the arguments by name that stand behind it. */
  #argument(value: unknown): [unknown, Config] {
    if (!this.#isArgument(value)) {
      if (Array.isArray(value)) {
        const items = value.map((item) => this.#argument(item));
        return [items.map(([item]) => item), Object.assign({}, ...items.map(([, kwargs]) => kwargs))];
      }
      throw this.#upgrade.broken("a node refers to no tensor", value);
    }
    const [name, node, place, more] = value as [string, number, unknown, unknown];
    const kwargs = isObject(more) ? more : {};
    const read = Object.fromEntries(Object.entries(kwargs).map(([key, item]) => [key, this.value(item)]));
    if (name === "_CONSTANT_VALUE") return [plainValue(place), read];
    return [this.#tensor(name, node, place as number), read];
  }

  #tensor(name: string, node: number, place: number): Config {
    return tensor(name, node - this.#offsets.get(name)!, place);
  }

  /** A value among the arguments by name: tensors inside it are found. */
  value(item: unknown): unknown {
    if (isReference(item, this.#offsets)) return this.#tensor(item[0], item[1], item[2]);
    if (Array.isArray(item)) return item.map((one) => this.value(one));
    if (isObject(item) && item.class_name !== "__keras_tensor__") {
      const plain = plainValue(item);
      if (!isObject(plain)) return plain;
      return Object.fromEntries(Object.entries(plain).map(([key, one]) => [key, this.value(one)]));
    }
    return item;
  }

  /** The ends of a model, [layer, node, place], a list of them, or one for each name. */
  ends(value: unknown, shifted: (name: string) => boolean): unknown {
    const one = (item: unknown): unknown => {
      if (!isReference(item, this.#offsets)) throw this.#upgrade.broken("an end of the model is no tensor", item);
      const node = item[1] - this.#offsets.get(item[0])!;
      return [item[0], shifted(item[0]) ? node + 1 : node, item[2]];
    };
    if (isReference(value, this.#offsets)) return one(value);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, one(item)]));
    const list = listOf(value, "the ends of a model", this.#upgrade).map(one);
    return list;
  }
}

/**
 * How many nodes stand before those of each layer's config: a model inside a model has one of its own, which old versions
 * counted in references.
 */
export function offsetsOf(
  entries: readonly Config[],
  isModel: (entry: Config) => boolean,
  ends: readonly unknown[],
): Map<string, number> {
  const names = new Set(entries.map(nameOf));
  const used = new Map<string, Set<number>>();
  const search = (value: unknown): void => {
    if (Array.isArray(value)) {
      if (typeof value[0] === "string" && Number.isInteger(value[1]) && names.has(value[0])) {
        const own = used.get(value[0]) ?? new Set();
        used.set(value[0], own.add(value[1]));
      }
      for (const item of value) search(item);
    } else if (isObject(value)) for (const item of Object.values(value)) search(item);
  };
  for (const entry of entries) search(entry.inbound_nodes);
  for (const end of ends) search(end);
  return new Map(entries.map((entry) => [nameOf(entry), isModel(entry) && !used.get(nameOf(entry))?.has(0) ? 1 : 0]));
}

/** The name of a layer's entry in a model. */
export function nameOf(entry: Config): string {
  return textOf(entry.name ?? (entry.config as Config | undefined)?.name);
}
