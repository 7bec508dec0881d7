/** Raw bytes of the file as JavaScript values. */

import type { Hdf5Dtype, Hdf5NumberDtype, Hdf5Type } from "./datatype";
import { trimText } from "./datatype";
import { decodeText, type Hdf5File } from "./file";
import { globalHeapObject } from "./globalheap";

/** Typed arrays that elements are read into; 16-bit floats come as their bit patterns in a Uint16Array. */
export type Hdf5Array =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** What a dataset or array attribute reads as; strings are a list, opaque and compound elements raw bytes. */
export type Hdf5Data = Hdf5Array | string[];

interface ArrayClass {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Hdf5Array;
}

/** The typed array of each number dtype. */
export const ARRAYS: Readonly<Record<Hdf5NumberDtype, ArrayClass>> = {
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

/** Whether elements of a dtype are plain numbers. */
export function isNumber(dtype: Hdf5Dtype): dtype is Hdf5NumberDtype {
  return Object.hasOwn(ARRAYS, dtype);
}

/** Turns `count` elements into values: a view of `raw` where its bytes allow it, a copy otherwise. */
export function decodeValues(file: Hdf5File, raw: Uint8Array, type: Hdf5Type, count: number, what: string): Hdf5Data {
  const { dtype } = type;
  if (!dtype) throw file.unsupported(`${type.name}, the datatype of ${what},`);
  if (dtype === "string") return decodeStrings(file, raw, type, count);
  if (!isNumber(dtype)) return raw;
  return asArray(raw, dtype, count, type.bigEndian);
}

/** Bytes as the typed array of a dtype. */
export function asArray(raw: Uint8Array, dtype: Hdf5NumberDtype, count: number, bigEndian: boolean): Hdf5Array {
  const kind = ARRAYS[dtype];
  const width = kind.BYTES_PER_ELEMENT;
  const swap = bigEndian && width > 1;
  const bytes = swap || raw.byteOffset % width !== 0 ? raw.slice() : raw;
  if (swap) swapBytes(bytes, width);
  return new kind(bytes.buffer, bytes.byteOffset, count);
}

/** Turns the bytes of every element around, in place. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  for (let i = 0; i + width <= bytes.length; i += width) bytes.subarray(i, i + width).reverse();
}

function decodeStrings(file: Hdf5File, raw: Uint8Array, type: Hdf5Type, count: number): string[] {
  const strings: string[] = [];
  if (!type.variable) {
    for (let i = 0; i < count; i++)
      strings.push(trimText(raw.subarray(i * type.size, (i + 1) * type.size), type.padding));
    return strings;
  }
  // Each element is its length, then the collection's address and the object's index (specification IV.B, "variable length").
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const widths = file.offsetSize;
  if (type.size !== 8 + widths)
    throw file.error("a variable-length string has an impossible size", { received: { size: type.size } });
  let total = 0;
  for (let i = 0; i < count; i++) {
    const at = i * type.size;
    const length = view.getUint32(at, true);
    if (length === 0) {
      strings.push("");
      continue;
    }
    let address = 0;
    for (let b = widths - 1; b >= 0; b--) address = address * 256 + view.getUint8(at + 4 + b);
    const object = globalHeapObject(file, address, view.getUint32(at + 4 + widths, true));
    total += length;
    // Every string has a heap object of its own, so together they cannot be more than the file.
    if (length > object.length || total > file.size) {
      throw file.error("a string is longer than the place it is kept in", {
        received: { length, kept: object.length },
      });
    }
    const text = decodeText(object.subarray(0, length));
    strings.push(text.endsWith("\0") ? text.slice(0, text.indexOf("\0")) : text);
  }
  return strings;
}
