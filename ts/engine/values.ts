/** Between host arrays and linear memory, where every element takes 4 bytes. */
import { type DType, makeArray, type TypedArray } from "../core/dtypes";
import type { Heap } from "./heap";

/** Host values as 4-byte words: floats as they are, everything else as int32. */
export function toWords(values: TypedArray): Int32Array {
  if (values instanceof Float32Array) return new Int32Array(values.buffer, values.byteOffset, values.length);
  return values instanceof Int32Array ? values : Int32Array.from(values);
}

/** Copies host values to an address. */
export function writeValues(heap: Heap, address: number, values: TypedArray): void {
  if (values instanceof Float32Array) heap.floats.set(values, address >>> 2);
  else heap.ints.set(values, address >>> 2);
}

/** Copies values from an address into a new host array. */
export function readValues(heap: Heap, address: number, dtype: DType, length: number): TypedArray {
  const at = address >>> 2;
  if (dtype === "float32") return heap.floats.slice(at, at + length);
  if (dtype === "int32") return heap.ints.slice(at, at + length);
  const values = makeArray(dtype, length);
  values.set(heap.ints.subarray(at, at + length));
  return values;
}
