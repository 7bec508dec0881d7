/** What all parts of an upgrade know of the file. */
import { FormatError } from "../../core/errors";
import type { Config } from "../../nn/core/serialize";

/** Keras 1, Keras 2 (tf.keras among them), Keras 3. */
export type Era = 1 | 2 | 3;

/** A file whose configs are brought into the words of Keras 3. */
export class Upgrade {
  readonly where: string;
  readonly era: Era;
  /** Major and minor version of who wrote it; [2, 0] where only the era is known. */
  readonly version: readonly [number, number];
  /** Whether it ran on Theano. */
  readonly theano: boolean;
  /** Whether it was Keras itself, not TensorFlow's. */
  readonly standalone: boolean;
  /** Whether it was TensorFlow.js. */
  readonly tfjs: boolean;
  /** Whether layers of Keras 1 that do not say it have the channels first, as others of the file. */
  readonly channelsFirst: boolean;
  /** The shapes of a layer's weights in the file, where it has them. */
  readonly shapesOf: (layer: string) => readonly (readonly number[])[];
  /** What people should know: what was replaced, and by what. */
  readonly notes: Set<string> = new Set();

  constructor(
    where: string,
    era: Era,
    version: readonly [number, number],
    writer: { theano: boolean; standalone: boolean; tfjs: boolean; channelsFirst: boolean },
    shapesOf: (layer: string) => readonly (readonly number[])[],
  ) {
    this.where = where;
    this.era = era;
    this.version = version;
    this.theano = writer.theano;
    this.standalone = writer.standalone;
    this.tfjs = writer.tfjs;
    this.channelsFirst = writer.channelsFirst;
    this.shapesOf = shapesOf;
  }

  /** Tells people what became of something. */
  note(text: string): void {
    this.notes.add(text);
  }

  /** The config is not what it must be. */
  broken(what: string, received?: unknown): FormatError {
    return new FormatError(this.where, `the config is broken: ${what}`, {
      ...(received === undefined ? {} : { received: { value: received } }),
    });
  }

  /** The file has something that cannot be brought over. */
  unsupported(what: string, fix?: string): FormatError {
    return new FormatError(this.where, what, fix === undefined ? {} : { fix });
  }
}

/** A config as an object, or an error. */
export function objectOf(value: unknown, what: string, upgrade: Upgrade): Config {
  if (isObject(value)) return value;
  throw upgrade.broken(`${what} is no object`, value);
}

/** A config as a list, or an error. */
export function listOf(value: unknown, what: string, upgrade: Upgrade): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw upgrade.broken(`${what} is no list`, value);
}

/** Whether an object somewhere in a value of JSON has an entry like that. */
export function hasEntry(value: unknown, test: (key: string, value: unknown) => boolean, depth = 0): boolean {
  if (depth > 200) return false;
  if (Array.isArray(value)) return value.some((item) => hasEntry(item, test, depth + 1));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, item]) => test(key, item) || hasEntry(item, test, depth + 1));
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object of Keras: a class and its config. */
export function keras(className: string, config: Config): Config {
  return { module: "keras.layers", class_name: className, config, registered_name: null };
}

/** What only old versions of Keras had, and Keras 3 cannot express: files of Keras 3 must not have it. */
export const OLD = "keras2";
