/** Values that are known while a model is put together: sizes of tensors, and what was computed of them. */
import { type TensorLike, tensorFrom, toTensor } from "../../../core/convert";
import type { DType } from "../../../core/dtypes";
import { isSymbolic } from "../../../core/symbolic";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import { Known } from "../../operations";

/** A whole number that is known only while the model runs: a tensor's size, or what was computed of sizes. */
export class Size {
  readonly #make: () => Tensor;
  #made: Tensor | undefined;
  /** The axis of a tensor whose size, times a number, it is. */
  readonly exact: { readonly of: Tensor; readonly axis: number; readonly times: number } | undefined;

  constructor(make: () => Tensor, exact?: Size["exact"]) {
    this.#make = make;
    this.exact = exact;
  }

  /** As a tensor without axes, of int32. */
  get tensor(): Tensor {
    return (this.#made ??= this.#make());
  }
}

/** A number that may be a size. */
export type Num = number | Size;
/** Numbers as nested lists. */
export type Nested = Num | boolean | readonly Nested[];
type FixedNumbers = number | boolean | readonly FixedNumbers[];

/** The size of an axis, times a number. */
export function sizeOf(of: Tensor, axis: number, times = 1): Num {
  const size = of.shape[axis];
  if (typeof size === "number") return size * times;
  const count = (): Tensor => ops.sum(onesAlong(of, axis));
  return new Size(times === 1 ? count : () => ops.multiply(count(), times), { of, axis, times });
}

/** Ones of int32 along an axis of a tensor. */
function onesAlong(of: Tensor, axis: number): Tensor {
  const key = of.shape.map((_, i) => (i === axis ? ":" : 0));
  return ops.onesLike(of.rank === 1 ? of : ops.getItem(of, key), { dtype: "int32" });
}

/** 0, 1, 2 ... up to a size; nothing where it is none of a tensor. */
export function placesUpTo({ exact }: Size): Tensor | undefined {
  if (exact?.times !== 1) return undefined;
  return ops.subtract(ops.cumsum(onesAlong(exact.of, exact.axis), { axis: 0 }), 1);
}

/** Zeros of a shape in which sizes may be unknown; nothing where they cannot be made. */
export function zerosOf(shape: readonly Num[], dtype: DType): Tensor | undefined {
  const rest = ops.zeros(
    shape.map((size) => (typeof size === "number" ? size : 1)),
    { dtype },
  );
  let zeros = rest;
  for (const [i, size] of shape.entries()) {
    if (typeof size === "number") continue;
    if (size.exact?.times !== 1) return undefined;
    const line = ops.zerosLike(onesAlong(size.exact.of, size.exact.axis), { dtype });
    const wide = shape.map((_, j) => (i === j ? -1 : 1));
    zeros = ops.add(wide.length > 1 ? ops.reshape(line, wide) : line, zeros);
  }
  return zeros;
}

/** Whether a value is numbers, sizes among them, in lists. */
export function isNested(value: unknown): value is Nested {
  if (Array.isArray(value)) return value.every(isNested);
  return typeof value === "number" || typeof value === "boolean" || value instanceof Size;
}

/** Whether all of it is known. */
export function isFixed(value: Nested): value is FixedNumbers {
  return Array.isArray(value) ? value.every(isFixed) : !(value instanceof Size);
}

/** The dtype of numbers in lists. */
export function dtypeOf(value: Nested): DType {
  if (Array.isArray(value)) {
    const dtypes = new Set(value.map(dtypeOf));
    return dtypes.has("float32") || dtypes.size !== 1 ? "float32" : [...dtypes][0]!;
  }
  if (typeof value === "boolean") return "bool";
  return value instanceof Size || (Number.isInteger(value) && Math.abs(value as number) < 2 ** 31)
    ? "int32"
    : "float32";
}

/** Numbers as what ops take: a number, a constant, or tensors of sizes. */
export function operandOf(value: Nested, dtype?: DType): TensorLike {
  if (value instanceof Size) return value.tensor;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (isFixed(value)) return tensorFrom("constant", value, undefined, dtype ?? dtypeOf(value));
  return ops.stack((value as readonly Nested[]).map((item) => operandOf(item, "int32")));
}

/** What an operation gives where it is no tensor of the model. */
export class Fixed extends Known {
  readonly value: Nested | Tensor;
  readonly dtype: DType;
  /** A tensor of the model that it was computed from. */
  readonly source: Tensor | undefined;

  constructor(value: Nested | Tensor, dtype: DType, source: Tensor | undefined) {
    super();
    this.value = value;
    this.dtype = dtype;
    this.source = source;
  }

  /** As what ops take. */
  get operand(): TensorLike {
    return isNested(this.value) ? operandOf(this.value, this.dtype) : this.value;
  }

  /** As a tensor of the model: layers and outputs take no other. */
  override tensor(): Tensor {
    const { source, dtype } = this;
    const x = toTensor("constant", this.operand, dtype);
    if (isSymbolic(x) || !source) return x;
    const one = source.rank
      ? ops.getItem(
          source,
          source.shape.map(() => 0),
        )
      : source;
    const zero = ops.zerosLike(one, { dtype });
    return dtype === "bool" ? ops.logicalOr(x, zero) : ops.add(x, zero);
  }
}
