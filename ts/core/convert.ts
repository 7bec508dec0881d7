/** From what a user writes to tensors. */
import { type DType, isInteger, makeArray, standardizeDType, type TypedArray } from "./dtypes";
import { DTypeError, ShapeError, StateError, ValueError } from "./errors";
import { type Dims, sizeOf } from "./shapes";
import { isText, textFrom } from "./strings";
import { Tensor } from "./tensor";
import { Variable } from "./variable";

/** Nested arrays of numbers or booleans, of any depth. */
export type NestedValues = number | boolean | string | readonly NestedValues[];
/** Any typed array; those we have no dtype for are widened or narrowed, range checked. */
export type AnyTypedArray =
  | TypedArray
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Uint32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;
/** What may stand for a tensor. */
export type TensorLike = Tensor | Variable | number | boolean | readonly NestedValues[] | AnyTypedArray;

/** A tensor from nested arrays, a number or a typed array. */
export function tensorFrom(where: string, values: NestedValues | AnyTypedArray, shape?: Dims, dtype?: string): Tensor {
  const wanted = dtype === undefined ? undefined : standardizeDType(dtype, where);
  if (values instanceof DataView) throw new ValueError(where, "is a DataView", { fix: "Use a typed array" });
  if (ArrayBuffer.isView(values)) {
    const flat = narrow(where, values as AnyTypedArray);
    const dims = shape ?? [flat.values.length];
    return build(where, flat.values, dims, flat.dtype, wanted, (values as unknown) === flat.values);
  }
  if (wanted === "string" || isText(values)) return textFrom(where, values, shape);
  const dims = nestedShape(where, values);
  const flat: (number | boolean)[] = [];
  flatten(values, flat);
  const own: DType = flat.length > 0 && flat.every((v) => typeof v === "boolean") ? "bool" : "float32";
  return build(where, flat as number[], shape ?? dims, own, wanted, false);
}

function build(
  where: string,
  values: TypedArray | readonly number[],
  shape: Dims,
  own: DType,
  wanted: DType | undefined,
  borrowed: boolean,
): Tensor {
  if (!Array.isArray(shape)) {
    throw new ValueError(where, "the shape is no list", { expected: "tensor(values, [2, 3])", received: { shape } });
  }
  for (const d of shape) {
    if (!Number.isInteger(d) || d < 0)
      throw new ShapeError(where, "a size is no whole number", { received: { shape } });
  }
  if (sizeOf(shape) !== values.length) {
    throw new ShapeError(where, "the values do not fill the shape", {
      expected: `${sizeOf(shape)} values for shape [${shape}]`,
      received: `${values.length} values`,
    });
  }
  const dtype = wanted ?? own;
  if (!borrowed && !Array.isArray(values) && dtype === own)
    return Tensor.constant(values as TypedArray, [...shape], dtype);
  const array = makeArray(dtype, values.length);
  convertInto(where, values, array, dtype);
  return Tensor.constant(array, [...shape], dtype);
}

/** Copies numbers into an array of a dtype; whole numbers that do not fit are an error, never wrapped. */
export function convertInto(where: string, values: ArrayLike<number>, array: TypedArray, dtype: DType): void {
  if (dtype === "bool") {
    for (let i = 0; i < values.length; i++) array[i] = values[i] ? 1 : 0;
    return;
  }
  if (dtype === "float32") {
    for (let i = 0; i < values.length; i++) array[i] = Number(values[i]);
    return;
  }
  const [low, high] = dtype === "int32" ? [-(2 ** 31), 2 ** 31 - 1] : dtype === "uint8" ? [0, 255] : [-128, 127];
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (!(value >= low && value <= high)) {
      throw new DTypeError(where, `a value does not fit ${dtype}`, {
        expected: `whole numbers from ${low} to ${high}`,
        received: `value ${value} at index ${i}`,
      });
    }
    array[i] = value;
  }
}

/** The typed array and dtype we keep for any typed array. */
export function narrow(where: string, values: AnyTypedArray): { values: TypedArray; dtype: DType } {
  if (values instanceof Float32Array) return { values, dtype: "float32" };
  if (values instanceof Int32Array) return { values, dtype: "int32" };
  if (values instanceof Uint8Array) return { values, dtype: "uint8" };
  if (values instanceof Int8Array) return { values, dtype: "int8" };
  if (values instanceof Uint8ClampedArray) return { values: new Uint8Array(values), dtype: "uint8" };
  if (values instanceof Float64Array || values.constructor.name === "Float16Array") {
    return { values: Float32Array.from(values as Float64Array), dtype: "float32" };
  }
  const array = new Int32Array((values as Int16Array).length);
  convertInto(where, values as unknown as ArrayLike<number>, array, "int32");
  return { values: array, dtype: "int32" };
}

/** The shape of nested arrays, which must be regular. */
export function nestedShape(where: string, values: NestedValues): number[] {
  const shape: number[] = [];
  for (let level: NestedValues = values; Array.isArray(level); level = level[0]!) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  check(where, values, shape, 0);
  return shape;
}

function check(where: string, values: NestedValues, shape: Dims, axis: number): void {
  if (axis === shape.length) {
    if (typeof values !== "number" && typeof values !== "boolean") {
      throw new ValueError(where, "is no number, boolean or regular nested array of them", {
        received: { value: values },
      });
    }
    return;
  }
  if (!Array.isArray(values) || values.length !== shape[axis]) {
    throw new ShapeError(where, "nested arrays are not regular", {
      expected: `${shape[axis]} elements at depth ${axis}`,
      received: Array.isArray(values) ? `${values.length} elements` : { value: values },
    });
  }
  for (const value of values) check(where, value, shape, axis + 1);
}

function flatten(values: NestedValues, out: (number | boolean)[]): void {
  if (typeof values === "number" || typeof values === "boolean") out.push(values);
  else for (const value of values) flatten(value, out);
}

/** A tensor for any argument that may stand for one. @throws DTypeError for text: no op computes on it. */
export function toTensor(where: string, value: TensorLike, dtype?: DType): Tensor {
  const tensor = toAnyTensor(where, value, dtype);
  if (tensor.dtype !== "string") return tensor;
  throw new DTypeError(where, "cannot compute on text", {
    fix: "Turn it into numbers first: layers.stringLookup, layers.textVectorization",
  });
}

/** As `toTensor`, of text too. */
export function toAnyTensor(where: string, value: TensorLike, dtype?: DType): Tensor {
  if (value instanceof Tensor) {
    if (value.disposed)
      throw new StateError(where, "a tensor was disposed", { fix: "Make it again, or dispose it later" });
    return value;
  }
  if (value instanceof Variable) return value.value;
  if (typeof value === "number") return scalar(value, dtype ?? "float32");
  if (typeof value === "boolean") return scalar(value ? 1 : 0, dtype ?? "bool");
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return tensorFrom(where, value as NestedValues | AnyTypedArray, undefined, dtype);
  }
  throw new ValueError(where, "needs a tensor", {
    expected: "a tensor, variable, number, nested array or typed array",
    received: { value },
  });
}

/** A tensor of indices: what a user writes as numbers must be whole, and becomes int32. */
export function toIndices(where: string, value: TensorLike): Tensor {
  const tensor = toTensor(where, value);
  if (value instanceof Tensor || value instanceof Variable || tensor.dtype !== "float32") return tensor;
  const wrong = tensor.value!.findIndex((v) => !Number.isInteger(v));
  if (wrong >= 0) {
    throw new ValueError(where, "an index is no whole number", {
      received: `${tensor.value![wrong]} at index ${wrong}`,
    });
  }
  const whole = makeArray("int32", tensor.size);
  convertInto(where, tensor.value!, whole, "int32");
  return Tensor.constant(whole, tensor.dims, "int32");
}

/** Two operands: a bare number takes the dtype of the other when it fits. */
export function toTensors(where: string, a: TensorLike, b: TensorLike): [Tensor, Tensor] {
  if (typeof a === "number" && typeof b !== "number") {
    const y = toTensor(where, b);
    return [weak(a, y.dtype), y];
  }
  if (typeof b === "number" && typeof a !== "number") {
    const x = toTensor(where, a);
    return [x, weak(b, x.dtype)];
  }
  return [toTensor(where, a), toTensor(where, b)];
}

function weak(value: number, dtype: DType): Tensor {
  return scalar(value, isInteger(dtype) && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? "int32" : "float32");
}

/** A constant scalar. */
export function scalar(value: number, dtype: DType = "float32"): Tensor {
  const array = makeArray(dtype, 1);
  array[0] = value;
  return Tensor.constant(array, [], dtype);
}
