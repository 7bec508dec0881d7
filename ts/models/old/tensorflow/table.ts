/** Tables of functions by the names that TensorFlow has for them, in several modules and versions. */
import type { TensorLike } from "../../../core/convert";
import { lookUp } from "../../../core/lookup";
import type { Tensor } from "../../../core/tensor";
import { camelKey } from "../../../nn/core/serialize";
import * as ops from "../../../ops/gen/public";
import type { Make } from "./call";

/** Something for each of some functions. */
export type Table<T = Make> = Readonly<Record<string, T>>;

/** A name without module, version, case and underscores: "math.top_k", "nn.top_k" and "TopKV2" are one function. */
function plain(name: string): string {
  const own = name.replace(/^(compat\.v1\.)?((math|nn|linalg|bitwise|image|dtypes)\.)?/, "");
  return own
    .replace(/_?v\d$/i, "")
    .replaceAll("_", "")
    .toLowerCase();
}

/** A table whose keys are several names each. Names with a module or a capital stand for themselves alone. */
/* @__NO_SIDE_EFFECTS__ */
export function table<T>(rows: Table<T>): Table<T> {
  const key = (name: string): string => (/[.A-Z]/.test(name) ? name : plain(name));
  return Object.fromEntries(
    Object.entries(rows).flatMap(([names, row]) => names.split(" ").map((name) => [key(name), row])),
  );
}

/** What a table has for a function. */
export function find<T>(rows: Table<T>, name: string): T | undefined {
  return lookUp(rows, name) ?? lookUp(rows, plain(name));
}

/** Functions that are ops of Keras 3: names that both have, and "TensorFlow's=Keras's". */
/* @__NO_SIDE_EFFECTS__ */
export function alike<Op>(names: string, make: (op: Op) => Make): Table {
  const all = { ...ops, ...ops.image } as unknown as Table<Op>;
  const pairs = names.split(" ").map((pair) => pair.split("=") as [string, string?]);
  return table(Object.fromEntries(pairs.map(([name, op = name]) => [name, make(all[camelKey(op)]!)])));
}

/** One operand, all else left aside. */
export const one =
  (f: (x: TensorLike) => Tensor): Make =>
  (c) =>
    f(c.x);

/** Two operands. */
export const two =
  (f: (a: TensorLike, b: TensorLike) => Tensor): Make =>
  (c) =>
    f(...c.pair("y", "x", "b"));
