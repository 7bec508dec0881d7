/** A call of a function of TensorFlow, as a model's file has it. */
import { type TensorLike, toTensor } from "../../../core/convert";
import { type DType, standardizeDType } from "../../../core/dtypes";
import { FormatError } from "../../../core/errors";
import { isPlain, isSymbolic } from "../../../core/symbolic";
import { Tensor } from "../../../core/tensor";
import type { Config } from "../../../nn/core/serialize";
import * as ops from "../../../ops/gen/public";
import { dtypeOf, Fixed, isFixed, isNested, type Nested, type Num, operandOf, Size } from "./values";

/** What a function gives. */
export type Result = Tensor | Fixed | readonly (Tensor | Fixed)[];
/** A function of TensorFlow. */
export type Make = (c: Call) => Result;

/** Constants may have this many elements where a file tells their size alone. */
const MOST_ELEMENTS = 2 ** 24;

/** The arguments of a call: the first by its place, all others by their names. */
export class Call {
  readonly #where: string;
  readonly #layer: string;
  readonly function: string;
  readonly #first: unknown;
  readonly #others: Config;
  /** A tensor of the model that the call is about. */
  readonly source: Tensor | undefined;

  /** Whether tf.keras 2.4 wrote it; versions before wrote other operations. */
  readonly isFirst: boolean;

  constructor(where: string, layer: string, fn: string, args: readonly unknown[], kwargs: Config, version?: unknown) {
    this.#where = where;
    this.#layer = layer;
    this.function = fn;
    this.#first = args[0];
    this.#others = kwargs;
    this.isFirst = Array.isArray(version) && version[0] === 2 && version[1] === 4;
    this.source = sourceOf([args, Object.values(kwargs)]);
  }

  /** The error of what is not supported. */
  refuse(what: string): FormatError {
    return new FormatError(
      this.#where,
      `${this.#layer}: the operation ${this.function} ${what}, which is not supported`,
    );
  }

  /** The error of what TensorFlow did not write down. */
  lost(fix: string): FormatError {
    const what = `${this.#layer}: the operation ${this.function} stands in the file without all of its operands`;
    return new FormatError(this.#where, `${what}: TensorFlow 2.4 and later leave them out, and cannot read it either`, {
      fix,
    });
  }

  /** The error of an argument that is none. */
  #wrong(name: string, expected: string, value: unknown): FormatError {
    return new FormatError(this.#where, `${this.#layer}: the operation ${this.function} has another ${name}`, {
      expected,
      received: { [name]: value },
    });
  }

  /** An argument by any of its names; Python's None is not given. */
  get(...names: string[]): unknown {
    for (const name of names) {
      const value = Object.hasOwn(this.#others, name) ? this.#others[name] : undefined;
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  }

  /** The first argument as it came. */
  get first(): unknown {
    return this.#first ?? undefined;
  }

  /** Whether all that the call is given is known. */
  get isKnown(): boolean {
    return !hasTensor([this.#first, Object.values(this.#others)]);
  }

  // ---------------------------------------------------------------- operands

  /** What ops take for a value. `like`: numbers in lists take its dtype. */
  operand(value: unknown, like?: TensorLike): TensorLike {
    if (value instanceof Tensor) return value;
    if (value instanceof Fixed) return value.operand;
    if (isNested(value)) return operandOf(value, Array.isArray(value) ? likeDType(value, like) : undefined);
    if (Array.isArray(value)) return ops.stack(value.map((item) => this.operand(item, like)));
    throw this.refuse("is called with something that is neither a tensor nor numbers");
  }

  /** The first argument. */
  get x(): TensorLike {
    if (this.#first === undefined || this.#first === null) throw this.refuse("is called without a first argument");
    return this.operand(this.#first);
  }

  /** The first argument as a tensor: what asks for its shape. */
  get tensor(): Tensor {
    return toTensor(this.function, this.x);
  }

  /** Another argument that is an operand. */
  other(...names: string[]): TensorLike {
    const value = this.get(...names);
    if (value === undefined) throw this.refuse(`is called without ${names[0]}`);
    return this.operand(value, isSymbolic(this.#first) ? this.#first : undefined);
  }

  /** An argument that is places on an axis. */
  indices(value: unknown): TensorLike {
    const list = this.nested(value);
    return Array.isArray(list) && isFixed(list) ? operandOf(list, "int32") : this.operand(value);
  }

  /** Another operand, if it is given. */
  maybe(...names: string[]): TensorLike | undefined {
    return this.get(...names) === undefined ? undefined : this.other(...names);
  }

  /** The first argument and another one; numbers in lists take the dtype of the other. */
  pair(...names: string[]): [TensorLike, TensorLike] {
    const b = this.other(...names);
    const a = this.#first === undefined || this.#first === null ? this.x : this.operand(this.#first, b);
    return [a, b];
  }

  /** The first argument as a list of tensors. */
  get tensors(): Tensor[] {
    const list = this.#first instanceof Fixed ? this.#first.value : this.#first;
    if (list instanceof Tensor) return [list];
    if (!Array.isArray(list) || list.length === 0) throw this.refuse("takes no list");
    const like = list.find(isSymbolic);
    return list.map((item) => toTensor(this.function, this.operand(item, like), like?.dtype));
  }

  // ---------------------------------------------------------------- values

  /** Numbers of an argument in lists, where they are known. A whole number that is computed may be a size. */
  nested(value: unknown): Nested | undefined {
    if (isSymbolic(value) && value.rank === 0 && value.dtype === "int32") return new Size(() => value);
    if (value instanceof Fixed) return isNested(value.value) ? value.value : undefined;
    if (isNested(value)) return value;
    if (!Array.isArray(value)) return undefined;
    const items = value.map((item) => this.nested(item));
    return items.includes(undefined) ? undefined : (items as Nested[]);
  }

  /** A number. */
  number(fallback: number | undefined, ...names: string[]): number {
    const value = this.get(...names);
    const number = value === undefined ? fallback : this.nested(value);
    if (typeof number === "number") return number;
    if (value === undefined) throw this.refuse(`is called without ${names[0]}`);
    if (value instanceof Tensor || number instanceof Size) throw this.#computed(names[0]!);
    throw this.#wrong(names[0]!, "a number", value);
  }

  /** A whole number. */
  whole(fallback: number | undefined, ...names: string[]): number {
    const number = this.number(fallback, ...names);
    if (!Number.isInteger(number)) throw this.#wrong(names[0]!, "a whole number", number);
    return number;
  }

  /** Whether something is on. */
  flag(...names: string[]): boolean {
    return this.get(...names) === true;
  }

  /** A name. */
  text(fallback: string, ...names: string[]): string {
    const value = this.get(...names) ?? fallback;
    if (typeof value !== "string") throw this.#wrong(names[0]!, "text", value);
    return value;
  }

  /** A dtype. */
  dtype(fallback: DType, ...names: string[]): DType {
    const name = this.text(fallback, ...names).replace(/_ref$/, "");
    if (/^complex|^resource|^variant/.test(name)) throw this.refuse(`computes in ${name}`);
    return standardizeDType(name, this.function);
  }

  /** Sizes, some of which may be unknown. */
  sizes(value: unknown, name = "shape"): Num[] {
    const list = this.nested(value);
    const flat = list === undefined ? undefined : [list].flat();
    if (flat === undefined) throw hasTensor(value) ? this.#computed(name) : this.#wrong(name, "whole numbers", value);
    if (!flat.every((size) => size instanceof Size || Number.isInteger(size)))
      throw this.#wrong(name, "whole numbers", value);
    return flat as Num[];
  }

  /** Whole numbers, all of them known. */
  numbers(...names: string[]): number[] {
    const value = this.get(...names);
    if (value === undefined) throw this.refuse(`is called without ${names[0]}`);
    const sizes = this.sizes(value, names[0]!);
    if (!isFixed(sizes)) throw this.#computed(names[0]!);
    return sizes as number[];
  }

  /** An axis. */
  axis(fallback: number, ...names: string[]): number {
    if (this.get(...names) === undefined) return fallback;
    const [axis, ...rest] = this.numbers(...names);
    if (axis === undefined || rest.length) throw this.#wrong(names[0]!, "one axis", this.get(...names));
    return axis;
  }

  /** Axes of a fold: one, several, or null for all. */
  axes(...names: string[]): number | number[] | null {
    const value = this.get(...names);
    if (value === undefined) return null;
    const axes = this.numbers(...names);
    return Array.isArray(this.nested(value)) ? axes : axes[0]!;
  }

  #computed(name: string): FormatError {
    return this.refuse(`takes a ${name} that is computed while the model runs`);
  }

  // ---------------------------------------------------------------- results

  /** A result that is known. */
  fixed(value: Nested | Tensor, dtype: DType): Fixed {
    return new Fixed(value, dtype, this.source);
  }

  /** Checks how many elements a file asks for. */
  bounded(shape: readonly Num[]): void {
    const count = shape.reduce<number>((product, size) => product * (typeof size === "number" ? size : 1), 1);
    if (shape.some((size) => typeof size === "number" && size < 0) || !(count <= MOST_ELEMENTS)) {
      throw this.refuse(`makes ${count} elements`);
    }
  }
}

function hasTensor(value: unknown): boolean {
  if (value instanceof Fixed) return value.value instanceof Tensor;
  if (Array.isArray(value)) return value.some(hasTensor);
  return value instanceof Tensor;
}

/** The first tensor of the model somewhere in a value. */
function sourceOf(value: unknown): Tensor | undefined {
  if (isSymbolic(value)) return value;
  if (value instanceof Fixed) return value.source;
  const items = Array.isArray(value) ? value : isPlain(value) ? Object.values(value) : [];
  for (const item of items) {
    const found = sourceOf(item);
    if (found) return found;
  }
  return undefined;
}

/** The dtype of numbers in a list beside an operand. JSON does not tell 1.0 from 1. */
function likeDType(value: Nested, like: TensorLike | undefined): DType {
  const own = dtypeOf(value);
  const other = like instanceof Tensor ? like.dtype : "float32";
  return own === "int32" && other !== "bool" ? other : own;
}
