/** Ops between the layers of a model, in Keras's configs: how they are written, and called again. */
import { FormatError, ValueError } from "../core/errors";
import { textOf } from "../core/lookup";
import { isPlain, type SymbolicCall, withOperationName } from "../core/symbolic";
import { Tensor } from "../core/tensor";
import { Variable } from "../core/variable";
import { type Config, camelKey } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { OPERATIONS } from "./gen/operations";

/** A parameter of an op. */
interface Parameter {
  readonly name: string;
  readonly optional: boolean;
  /** Whether it is written also when it was left out. */
  readonly written: boolean;
  /** The key in the class's config; a parameter without belongs to the call. */
  readonly config: string | undefined;
  /** Whether it takes all tensors that follow. */
  readonly rest: boolean;
  /** Whether it takes all keys that no other parameter takes. */
  readonly keys: boolean;
}

/** An op as Keras knows it. */
interface Signature {
  readonly module: string;
  readonly className: string;
  readonly parameters: readonly Parameter[];
}

/** Parsed from a line of gen/operations.ts. */
function signatureOf(op: string): Signature | undefined {
  const line = OPERATIONS[op];
  const [, module, className, list] = /^(\w+)\.(\w+)\((.*)\)$/.exec(line ?? "") ?? [];
  if (list === undefined) return undefined;
  const parameters = list.split(", ").filter(Boolean);
  return {
    module: `keras.src.ops.${module}`,
    className: className!,
    parameters: parameters.map((text) => {
      const [, stars, name, mark, equals, key] = /^(\**)(\w+)(\??!?)(=?)(\w*)$/.exec(text)!;
      return {
        name: name!,
        optional: mark !== "",
        written: mark === "?!",
        config: equals ? key || name : undefined,
        rest: stars === "*",
        keys: stars === "**",
      };
    }),
  };
}

/** The class that Keras has for the op of an operation. */
export function operationClass(op: string): string {
  return signatureOf(op)?.className ?? op;
}

/** Parameters that are optional in Keras but stand by position here. */
const BY_POSITION: Readonly<Record<string, number>> = { where: 3, arange: 3, multi_hot: 2 };

/** A value in the arguments of a call; `reference` writes a symbolic tensor. */
export function argument(where: string, value: unknown, reference: (x: Tensor) => unknown): unknown {
  const source = value instanceof Tensor ? value.source : undefined;
  const captured = source?.kind === "symbolic" && source.call?.operation.name === "captured";
  if (value instanceof Variable || captured) {
    throw new ValueError(where, "a variable outside of the layers cannot be saved", {
      fix: "Put it into a layer of your own, as a weight",
    });
  }
  if (value instanceof Tensor) {
    if (value.source.kind !== "symbolic")
      return { class_name: "__tensor__", config: { value: value.arraySync(), dtype: value.dtype } };
    return reference(value);
  }
  if (ArrayBuffer.isView(value)) return [...(value as Float32Array)];
  if (Array.isArray(value)) return value.map((item) => argument(where, item, reference));
  if (isPlain(value)) {
    const keys = Object.keys(value);
    const isSlice = keys.length > 0 && keys.every((key) => key === "start" || key === "stop" || key === "step");
    if (isSlice) {
      const { start = null, stop = null, step = null } = value;
      return { class_name: "__slice__", config: { start, stop, step } };
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, argument(where, item, reference)]));
  }
  return value;
}

/** The config of an op's call, as an entry among the layers of a model. */
export function operationConfig(where: string, call: SymbolicCall, reference: (x: Tensor) => unknown): Config {
  const { name, op = name } = call.operation;
  const signature = signatureOf(op);
  if (!signature) {
    throw new ValueError(where, `the operation "${name}" on symbolic tensors cannot be saved`, {
      fix: "Use a layer, or an op that Keras keeps in models",
    });
  }
  const config: Config = { name };
  const args: unknown[] = [];
  const kwargs: Config = {};
  const given = [...call.args];
  const last = given.at(-1);
  const options = isPlain(last) ? (given.pop() as Config) : {};
  for (const parameter of signature.parameters) {
    if (parameter.keys) Object.assign(kwargs, options);
    const key = camelKey(parameter.name);
    const byPosition = given.length > 0;
    if (!byPosition && options[key] === undefined && !parameter.written) continue;
    const values = parameter.rest ? given.splice(0) : [byPosition ? given.shift() : (options[key] ?? null)];
    for (const value of values) {
      const written = argument(name, op === "get_item" && parameter.name === "key" ? keyOf(value) : value, reference);
      if (parameter.config) config[parameter.config] = written;
      else if (byPosition) args.push(written);
      else kwargs[parameter.name] = written;
    }
  }
  return {
    module: signature.module,
    class_name: signature.className,
    config,
    registered_name: signature.className,
    name,
    inbound_nodes: [{ args, kwargs }],
  };
}

/** The parts of an index as Python has them. */
function keyOf(key: unknown): unknown {
  const part = (item: unknown): unknown => {
    if (item === ":") return { start: null };
    return item === "..." ? { class_name: "__ellipsis__", config: {} } : item;
  };
  return Array.isArray(key) ? key.map(part) : part(key);
}

/** Parameters whose default is another than Python's None. */
const NONE_IS_A_CHOICE = ["axis", "mask_index"];

/** An op of a file, ready to be called. */
export interface SavedOperation {
  readonly name: string;
  /** Calls the op with the arguments of its node, tensors put in. */
  apply(args: readonly unknown[], kwargs: Config): Tensor | Tensor[];
}

/** What stands in the place of a tensor where an operation of Keras 2 gives something that is known, as a size. */
export abstract class Known {
  /** It as a tensor of the model. */
  abstract tensor(): Tensor;
}

/** The module of operations that only files of Keras 2 have, and the name of what reads them. */
export const OLD_OPS = "keras2.ops";

/** Whether a config is of an op. HDF5 and the converter of TensorFlow.js drop modules; layers say whether they are trainable. */
export function isOperation({ module, class_name: name, config }: Config): boolean {
  if (typeof module === "string") return module === OLD_OPS || /^keras\.(src\.)?ops\.\w+$/.test(module);
  return module === undefined && isPlain(config) && !("trainable" in config) && classes().has(textOf(name));
}

/** Classes of Keras that compute what another op does. */
const SAME: Readonly<Record<string, string>> = {
  Abs: "absolute",
  Conj: "conjugate",
};

let byClass: Map<string, string> | undefined;

/** The ops by the names of their classes. */
function classes(): Map<string, string> {
  if (!byClass) {
    const own = Object.keys(OPERATIONS).map((op) => [operationClass(op), op] as const);
    byClass = new Map([...own, ...Object.entries(SAME)]);
  }
  return byClass;
}

/** The op of a config. @throws FormatError for an op that keratin has not. */
export function operationFrom(where: string, entry: Config): SavedOperation {
  const op = classes().get(textOf(entry.class_name));
  const all = { ...ops, ...ops.image } as unknown as Record<string, (...args: unknown[]) => Tensor>;
  const fn = op && all[functionName(op)];
  if (!op || !fn) {
    throw new FormatError(where, `the operation ${textOf(entry.class_name)} is not supported`, {
      expected: `one of ${classes().size} operations of keras.ops, which docs/keras.md lists`,
    });
  }
  const config = asFloats(isPlain(entry.config) ? entry.config : {});
  const name = typeof config.name === "string" ? config.name : textOf(entry.name);
  const { parameters } = signatureOf(op)!;
  return {
    name,
    apply(args, named) {
      const given = [...args];
      const kwargs = asFloats(named);
      const positions: unknown[] = [];
      const options: Config = {};
      for (const [i, parameter] of parameters.entries()) {
        if (parameter.rest) {
          positions.push(...given.splice(0));
          continue;
        }
        if (parameter.keys) {
          const others = Object.entries(kwargs).filter(([key]) => !parameters.some(({ name }) => name === key));
          Object.assign(options, Object.fromEntries(others));
          continue;
        }
        const { config: key, name } = parameter;
        // What is in the config now was an argument of the call in some versions.
        const behind = parameters.slice(i + 1).filter((other) => !other.config).length;
        const called = given.length > 0 && (key === undefined || given.length > behind);
        const value = key !== undefined && key in config ? config[key] : called ? given.shift() : kwargs[name];
        if (!parameter.optional || i < (BY_POSITION[op] ?? 0)) positions.push(value);
        else if (value !== undefined && (value !== null || NONE_IS_A_CHOICE.includes(parameter.name))) {
          options[camelKey(parameter.name)] = value;
        }
      }
      if (Object.keys(options).length) positions.push(options);
      return withOperationName(name, () => fn(...positions));
    },
  };
}

/** Options in which floats are those that we compute in: written again, they say what was computed. */
function asFloats(options: Config): Config {
  const { dtype } = options;
  return typeof dtype === "string" && /^(b?float16|float64)$/.test(dtype) ? { ...options, dtype: "float32" } : options;
}

/** The JavaScript name of an op. */
function functionName(op: string): string {
  const camel = camelKey(op);
  return camel === "var" ? "variance" : camel;
}

/** A slice or ellipsis of an index, from a file. */
export function indexPart(value: Config): unknown {
  if (value.class_name === "__ellipsis__") return "...";
  const { start, stop, step } = (value.config ?? {}) as Config;
  return start === null && stop === null && step === null
    ? ":"
    : Object.fromEntries(Object.entries({ start, stop, step }).filter(([, item]) => item !== null));
}
