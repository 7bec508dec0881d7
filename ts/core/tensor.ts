/** Tensor: a node of a graph, and the handle a user holds. */
import { type DType, makeArray, type TypedArray } from "./dtypes";
import { ShapeError, StateError } from "./errors";
import type { Attributes, Op } from "./op";
import { formatArray, nest } from "./print";
import { type Dims, type Shape, sizeOf } from "./shapes";
import type { SymbolicCall } from "./symbolic";
import { currentPlace, type Place } from "./trace";
import type { Variable } from "./variable";

/** Where the values of a tensor come from. */
export type Source =
  | { readonly kind: "op"; readonly op: Op; readonly inputs: readonly Tensor[]; readonly attributes: Attributes }
  | { readonly kind: "constant" }
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "input"; readonly name: string }
  | {
      readonly kind: "symbolic";
      readonly call: SymbolicCall | undefined;
      readonly index: number;
      readonly name: string;
    };

/** Evaluates lazy tensors; set once by the backend, so that this floor needs to know no device. */
export interface Evaluator {
  evaluate(tensors: readonly Tensor[]): void;
  evaluateAsync(tensors: readonly Tensor[]): Promise<void>;
}

let evaluator: Evaluator | undefined;
/** Gives tensors the means to be read. */
export function setEvaluator(value: Evaluator): void {
  evaluator = value;
}

let lastId = 0;
const CONSTANT: Source = { kind: "constant" };

/** A lazy chain longer than this evaluates by itself. */
export const MAX_DEPTH = 2000;

/** An array of any rank. Lazy: values are computed when they are read. */
export class Tensor {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly id: number = ++lastId;
  /** Whether a trainable variable, a placeholder or an input reaches it. */
  readonly differentiable: boolean;
  /** Whether an input without values reaches it: then it cannot be evaluated. */
  readonly traced: boolean;
  /** The layer that made it, and what for. */
  readonly place: Place = currentPlace();
  /** The longest chain of nodes behind it that have no value yet. */
  readonly depth: number;
  #source: Source;
  #value: TypedArray | undefined;
  #disposed = false;
  #size = -1;
  /** Whether another tensor is computed from this one. */
  #used = false;

  constructor(shape: Shape, dtype: DType, source: Source, value?: TypedArray) {
    this.shape = shape;
    this.dtype = dtype;
    this.#source = source;
    this.#value = value;
    let depth = 0;
    const leaf = source.kind === "input" || source.kind === "symbolic";
    let differentiable = leaf;
    let traced = leaf;
    if (source.kind === "variable") differentiable = source.variable.trainable;
    if (source.kind === "op") {
      for (const input of source.inputs) {
        input.#used = true;
        differentiable ||= input.differentiable;
        if (input.#value !== undefined) continue;
        depth = Math.max(depth, input.depth + 1);
        traced ||= input.traced;
      }
      if (source.op.name === "stop_gradient") differentiable = false;
    }
    this.depth = depth;
    this.traced = traced;
    this.differentiable = differentiable;
  }

  /** A leaf that holds values. */
  static constant(value: TypedArray, shape: Dims, dtype: DType): Tensor {
    return new Tensor(shape, dtype, CONSTANT, value);
  }

  get source(): Source {
    return this.#source;
  }

  /** The number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** The shape with every size known. */
  get dims(): Dims {
    if (this.shape.includes(null)) {
      throw new StateError("Tensor", "a symbolic tensor has no known size here", {
        received: `shape=[${this.shape.map((d) => d ?? "null").join(", ")}]`,
        fix: "Use it inside a layer, a model or K.function, where sizes are known",
      });
    }
    return this.shape as Dims;
  }

  /** The number of elements. */
  get size(): number {
    if (this.#size < 0) this.#size = sizeOf(this.dims);
    return this.#size;
  }

  /** The values, if they are known already. */
  get value(): TypedArray | undefined {
    return this.#value;
  }

  /** Fixes the values. A node that no gradient can pass forgets its inputs, so that they can be freed. */
  settle(value: TypedArray, cut = false): void {
    this.#value = value;
    if (cut || !this.differentiable) this.#source = CONSTANT;
  }

  /** The values as a typed array of its own in row-major order; bool as 0 and 1. */
  async data(): Promise<TypedArray> {
    if (!this.#value || this.#disposed) await this.#need("data").evaluateAsync([this]);
    return this.#read().slice();
  }

  /** As `data`, at once. Runs what is needed on the calling thread. */
  dataSync(): TypedArray {
    return this.peek("dataSync").slice();
  }

  /** The values themselves, not to be changed. Computes them if need be. */
  peek(method = "dataSync"): TypedArray {
    if (!this.#value || this.#disposed) this.#need(method).evaluate([this]);
    return this.#read();
  }

  /** The values as nested arrays, a number for a scalar. */
  async array(): Promise<NestedArray> {
    return nest(await this.data(), this.dims, this.dtype);
  }

  /** As `array`, at once. */
  arraySync(): NestedArray {
    return nest(this.peek("arraySync"), this.dims, this.dtype);
  }

  /** Frees the values; the tensor cannot be used any more. What was computed from it before keeps its values. */
  dispose(): void {
    this.#disposed = true;
    if (this.#used) return;
    this.#value = undefined;
    this.#source = CONSTANT;
  }

  /** Whether the tensor was disposed. */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** As NumPy prints it. */
  toString(): string {
    if (this.#source.kind === "symbolic" || this.#source.kind === "input") {
      return `<Tensor shape=[${this.shape.map((d) => d ?? "null").join(", ")}] dtype=${this.dtype} name=${this.#source.name}>`;
    }
    return formatArray(this.peek("toString"), this.dims, this.dtype);
  }

  #need(method: string): Evaluator {
    if (this.#disposed) throw new StateError("Tensor", `${method} after dispose`);
    const kind = this.#source.kind;
    if (kind === "symbolic" || kind === "input" || !evaluator) {
      throw new StateError("Tensor", `${method} of a symbolic tensor: it has no values while a model is traced`, {
        fix: "Use ops.where for what depends on values, or K.function to run the graph",
      });
    }
    return evaluator;
  }

  #read(): TypedArray {
    if (!this.#value) throw new StateError("Tensor", "has no values", { fix: "It was disposed" });
    return this.#value;
  }
}

for (const hook of ["nodejs.util.inspect.custom", "Deno.customInspect"]) {
  Object.defineProperty(Tensor.prototype, Symbol.for(hook), {
    value(this: Tensor): string {
      return this.toString();
    },
  });
}

/** What `array` gives: a number or boolean for a scalar, else nested arrays. */
export type NestedArray = number | boolean | NestedArray[];

/** Makes a node of an op after its shape rule passed. */
export function makeNode(op: Op, inputs: readonly Tensor[], attributes: Attributes = {}): Tensor {
  const { shape, dtype } = op.infer(inputs, attributes);
  for (const d of shape) {
    if (!Number.isInteger(d) || d < 0) throw new ShapeError(op.name, "has an impossible size", { received: { shape } });
  }
  const node = new Tensor(shape, dtype, { kind: "op", op, inputs, attributes });
  if (node.depth >= MAX_DEPTH && evaluator && !node.traced) evaluator.evaluate([node]);
  return node;
}

/** A zero-filled array for a tensor's shape. */
export function emptyLike(tensor: Tensor): TypedArray {
  return makeArray(tensor.dtype, tensor.size);
}
