/** Keras's own configs: names, classes and their families. */

import { show, ValueError } from "../../core/errors";
import { lookUp } from "../../core/lookup";
import { isPlain } from "../../core/symbolic";

/** A Keras config: plain JSON data under snake_case keys. */
export type Config = Record<string, unknown>;

/** How Keras writes an object. */
export interface SerializedObject {
  module: string | null;
  class_name: string;
  config: Config;
  registered_name: string | null;
}

/** "kernelSize" to "kernel_size". */
export function snakeKey(key: string): string {
  return key.replace(/([a-z])(\d)(?=$|[A-Z])/g, "$1_$2").replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

/** The name that an attribute has in Python: "queryDense" is "query_dense" there, "dense1" and "WQ" are what they are. */
export function attributeName(key: string): string {
  return key.replace(/(?<=[a-z0-9])[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

/** "kernel_size" to "kernelSize"; "beta_1" to "beta1". */
export function camelKey(key: string): string {
  return key.replace(/_+([a-z0-9])/g, (_all, c: string) => c.toUpperCase());
}

/** A class name without the package that it is registered in: "my>Scale" to "Scale". */
export const plainClass = (name: string): string => name.slice(name.lastIndexOf(">") + 1);

/** A class name as Keras spells it in paths and automatic names: "MaxPooling2D" to "max_pooling2d". */
export function snakeClass(name: string): string {
  return plainClass(name)
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** A config as options of a constructor. */
export function optionsFrom(config: Config): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [camelKey(key), value]));
}

/** A config of a class of the user's own, whose keys may be those of its constructor: as Python spells them. */
export function inSnakeCase(config: Config): Config {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [attributeName(key), value]));
}

/** A class that configs can make. */
export interface Serializable {
  getConfig(): Config;
}
/** The static side of a serializable class. */
export interface SerializableClass<T> {
  // biome-ignore lint/suspicious/noExplicitAny: constructors take options of their own
  new (options?: any): T;
  /** The name in saved files: minifiers rename classes. */
  className?: string;
  /** Other names that strings may use. */
  aliases?: readonly string[];
  fromConfig?(config: Config): T;
}

const registered = new Map<string, SerializableClass<unknown>>();
const names = new WeakMap<object, string>();
/** Names of the classes of objects out of files, where the classes themselves are not registered. */
const stored = new WeakMap<object, string>();

/**
 * Registers a class of the user's own for saving and loading, as Keras's `register_keras_serializable`.
 *
 * @example registerSerializable("my", "Scale")(class Scale {}).name // Scale
 */
export function registerSerializable(
  packageName = "Custom",
  name?: string,
): <C extends SerializableClass<unknown>>(target: C) => C {
  return (target) => {
    const full = `${packageName}>${name ?? target.className ?? target.name}`;
    registered.set(full, target);
    names.set(target, full);
    return target;
  };
}

/** The name that an object's class is registered under, here or in the file it came from. */
export function registeredName(member: object): string | undefined {
  return names.get(member.constructor) ?? stored.get(member);
}

/** Keeps the name under which a file has the class of an object, for saving it again. */
export function keepName<T>(member: T, name: unknown): T {
  if (typeof name === "string" && name.includes(">")) stored.set(member as object, name);
  return member;
}

/** A registered class by its full name or the name behind the ">". */
export function findRegistered(name: string): SerializableClass<unknown> | undefined {
  const found = registered.get(name);
  if (found) return found;
  for (const [full, target] of registered) if (full.slice(full.indexOf(">") + 1) === name) return target;
  return undefined;
}

/** Classes of the user's own, given to one call. */
export type CustomObjects = Readonly<Record<string, unknown>>;

/** One family (losses, optimizers ...): finds members by name, config or instance. */
export class Family<T extends Serializable> {
  readonly name: string;
  readonly module: string;
  readonly #base: abstract new (
    ...args: never[]
  ) => T;
  readonly #classes: () => readonly SerializableClass<T>[];

  constructor(
    name: string,
    module: string,
    base: abstract new (...args: never[]) => T,
    classes: () => readonly SerializableClass<T>[],
  ) {
    this.name = name;
    this.module = module;
    this.#base = base;
    this.#classes = classes;
  }

  /** A member for a string, a config or an instance. @throws ValueError when there is none. */
  get(identifier: unknown, where: string = this.name, custom: CustomObjects = {}): T {
    if (identifier instanceof this.#base) return identifier;
    if (typeof identifier === "string") return new (this.find(identifier, where, custom))();
    if (isPlain(identifier) && typeof identifier.class_name === "string")
      return this.deserialize(identifier, custom, where);
    throw new ValueError(where, "is no known object", {
      expected: `a name, a config or an instance of ${this.#base.name}`,
      received: { identifier },
    });
  }

  /** The class of a name. */
  find(name: string, where: string = this.name, custom: CustomObjects = {}): SerializableClass<T> {
    const own = lookUp(custom, name) ?? findRegistered(name);
    if (own) return own as SerializableClass<T>;
    for (const member of this.#classes()) {
      const className = member.className ?? member.name;
      if (className === name || snakeClass(className) === name || member.aliases?.includes(name)) return member;
    }
    const known = this.#classes().map((member) => {
      const className = member.className ?? member.name;
      return member.aliases?.find((alias) => alias === className.toLowerCase()) ?? snakeClass(className);
    });
    throw new ValueError(where, `"${name}" is unknown`, {
      expected: `one of ${known.join(", ")}`,
      fix: "Give classes of your own in customObjects, or register them with registerSerializable",
    });
  }

  /** A member from Keras's config. */
  deserialize(config: unknown, custom: CustomObjects = {}, where: string = this.name): T {
    const { class_name, config: inner, registered_name } = config as Partial<SerializedObject>;
    // How Keras writes a function: its name is the config.
    if (class_name === "function" && typeof inner === "string") return this.get(inner, where, custom);
    if (typeof class_name !== "string" || (inner !== undefined && !isPlain(inner))) {
      throw new ValueError(where, "the config is malformed", { received: `config=${show(config)}` });
    }
    const name =
      registered_name && (lookUp(custom, registered_name) || findRegistered(registered_name))
        ? registered_name
        : class_name;
    const target = this.find(name, where, custom);
    const own = inner ?? {};
    return keepName(target.fromConfig ? target.fromConfig(own) : new target(optionsFrom(own)), registered_name);
  }

  /** Keras's config of a member. */
  serialize(member: T): SerializedObject {
    const target = member.constructor as SerializableClass<T>;
    const full = registeredName(member);
    const known = this.#classes().includes(target);
    const className = target.className ?? (known || full ? target.name : undefined);
    if (className === undefined) {
      throw new ValueError(this.name, `an object of class ${target.name} cannot be saved`, {
        fix: 'Give the class `static className = "..."`, or register it with registerSerializable',
      });
    }
    return {
      module: known ? this.module : null,
      class_name: plainClass(className),
      config: known ? member.getConfig() : inSnakeCase(member.getConfig()),
      registered_name: known ? null : (full ?? className),
    };
  }
}
