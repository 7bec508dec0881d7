/** Variable: a tensor that keeps its place and can change. */

import type { TensorLike } from "./convert";
import type { DeviceBuffer } from "./device";
import type { DType, TypedArray } from "./dtypes";
import { ShapeError, StateError, show } from "./errors";
import { type Dims, sameShape, sizeOf } from "./shapes";
import { Tensor } from "./tensor";
import { currentTrace } from "./trace";

/** First values that are made when they are needed, if they are. */
export interface LaterValue {
  readonly dims: Dims;
  readonly dtype: DType;
  make(): Tensor;
}

/** What a variable is made with. */
export interface VariableOptions {
  trainable?: boolean;
  name?: string;
  path?: string;
  /** Turns the value of a weight into a loss term. */
  regularizer?: ((value: Tensor) => Tensor) | undefined;
  /** What becomes of a value after an optimizer's step. */
  constraint?: ((value: Tensor) => Tensor) | undefined;
}

/** What assignments are made of; set once by the backend, since ops are a higher floor. */
export interface Arithmetic {
  /** A tensor of what a user gave, as a dtype. */
  tensor(where: string, value: TensorLike, dtype: DType): Tensor;
  add(a: Tensor, b: TensorLike): Tensor;
  subtract(a: Tensor, b: TensorLike): Tensor;
}

let arithmetic: Arithmetic | undefined;
/** Gives variables the means to be assigned. */
export function setArithmetic(value: Arithmetic): void {
  arithmetic = value;
}

function needArithmetic(): Arithmetic {
  if (!arithmetic) throw new StateError("Variable", "internal: no backend is loaded");
  return arithmetic;
}

let count = 0;

/** A tensor with an identity: weights, optimizer slots, metric state. */
export class Variable {
  readonly dims: Dims;
  readonly dtype: DType;
  name: string;
  path: string;
  trainable: boolean;
  regularizer: ((value: Tensor) => Tensor) | undefined;
  constraint: ((value: Tensor) => Tensor) | undefined;
  /** Its place on a device, once a program needed it there. */
  buffer: DeviceBuffer | undefined;
  /** Values on the host: the newest when there is no buffer, else out of date. */
  #initial: Tensor | LaterValue | TypedArray | undefined;
  #read: WeakRef<Tensor> | undefined;

  /** @param value The first values: a tensor, evaluated when first needed, or what makes one then. */
  constructor(value: Tensor | LaterValue, options: VariableOptions = {}) {
    this.dims = value.dims;
    this.dtype = value.dtype;
    const known = value instanceof Tensor && value.source.kind === "constant" ? value.value?.slice() : undefined;
    this.#initial = known ?? value;
    this.trainable = options.trainable ?? true;
    this.name = options.name ?? (count++ ? `variable_${count - 1}` : "variable");
    this.path = options.path ?? this.name;
    this.regularizer = options.regularizer;
    this.constraint = options.constraint;
  }

  get shape(): Dims {
    return this.dims;
  }

  get size(): number {
    return sizeOf(this.dims);
  }

  /** The variable as a tensor: inside a trace its current value there, outside the value at this moment. */
  get value(): Tensor {
    const trace = currentTrace();
    if (trace) return trace.read(this, () => new Tensor(this.dims, this.dtype, { kind: "variable", variable: this }));
    let read = this.#read?.deref();
    if (!read) {
      read = new Tensor(this.dims, this.dtype, { kind: "variable", variable: this });
      this.#read = new WeakRef(read);
    }
    return read;
  }

  /** The values on the host: a copy. */
  read(): TypedArray {
    if (this.buffer) return this.buffer.read(this.dtype, this.size);
    const initial = this.#initial;
    if (!initial) throw new StateError(this.path, "has no value");
    if (ArrayBuffer.isView(initial)) return initial.slice();
    const value = (initial instanceof Tensor ? initial : initial.make()).dataSync();
    this.#initial = value;
    return value.slice();
  }

  /** Sets the values, cast to the variable's dtype. Inside a trace this becomes a side effect of the program. */
  assign(given: TensorLike): this {
    const value = needArithmetic().tensor(this.path, given, this.dtype);
    if (!sameShape(value.shape, this.dims)) {
      throw new ShapeError(this.path, "cannot take a value of another shape", {
        expected: `shape [${this.dims}]`,
        received: `shape [${value.shape.map((d) => show(d)).join(",")}]`,
      });
    }
    const trace = currentTrace();
    if (trace) {
      trace.assign(this, value);
      return this;
    }
    this.write(value.peek());
    return this;
  }

  /** Adds to the values. */
  assignAdd(value: TensorLike): this {
    return this.assign(needArithmetic().add(this.value, value));
  }

  /** Subtracts from the values. */
  assignSub(value: TensorLike): this {
    return this.assign(needArithmetic().subtract(this.value, value));
  }

  /** Sets the values from a host array of the variable's size. */
  write(values: TypedArray): void {
    if (values.length !== this.size) {
      throw new ShapeError(this.path, "cannot take that many values", {
        expected: `${this.size} (shape [${this.dims}])`,
        received: { length: values.length },
      });
    }
    this.settleReads();
    if (this.buffer) this.buffer.write(values);
    else this.#initial = values.slice();
  }

  /** Gives what was read before its value at this moment; called before anything changes the variable. */
  settleReads(): void {
    const read = this.#read?.deref();
    this.#read = undefined;
    if (read) read.settle(read.value ?? this.read(), true);
  }

  /** Moves the values to a device; from here on the buffer is the truth. */
  place(buffer: DeviceBuffer): void {
    buffer.write(this.read());
    this.buffer = buffer;
    this.#initial = undefined;
  }

  /** Takes the values of a buffer of its size, which belongs to the variable from here on. */
  adopt(buffer: DeviceBuffer): void {
    this.settleReads();
    if (this.buffer) {
      // Whoever runs at the moment knows the place.
      this.buffer.copy(buffer);
      buffer.dispose();
    } else this.buffer = buffer;
    this.#initial = undefined;
  }

  /** Frees the place on the device; the values stay on the host. */
  release(): void {
    if (!this.buffer) return;
    const values = this.read();
    this.buffer.dispose();
    this.buffer = undefined;
    this.#initial = values;
  }

  toString(): string {
    return `<Variable path=${this.path} shape=[${this.dims}] dtype=${this.dtype} trainable=${this.trainable}>`;
  }
}

for (const hook of ["nodejs.util.inspect.custom", "Deno.customInspect"]) {
  Object.defineProperty(Variable.prototype, Symbol.for(hook), {
    value(this: Variable): string {
      return this.toString();
    },
  });
}
