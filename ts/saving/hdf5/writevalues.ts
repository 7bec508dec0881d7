/** Datatypes, dataspaces and values as h5py writes them. */

import { ValueError } from "../../core/errors";
import type { Hdf5NumberDtype } from "./datatype";
import { encodeText, type Pen, type Places, pad8 } from "./emit";
import type { Hdf5ArraySpec, Hdf5AttributeSpec, Hdf5StringsSpec } from "./spec";
import { ARRAYS, isNumber } from "./values";

/** A value ready to be written: its shape and datatype message, and its bytes or strings. */
export interface Value {
  shape: readonly number[];
  type: Uint8Array;
  /** Bytes of the value. */
  size: number;
  data: Uint8Array | StringPlace[];
}

/** A string and where it lies in the global heap; address 0 stands for the empty string. */
export interface StringPlace {
  bytes: Uint8Array;
  address: number;
  index: number;
}

const fixed = (bits: number, size: number): number[] => [0x10, bits, 0, 0, size, 0, 0, 0, 0, 0, size * 8, 0];
const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** Datatype messages (specification IV.A.2.d, version 1), little-endian. */
const TYPES: Readonly<Record<Hdf5NumberDtype | "string", readonly number[]>> = {
  float16: [0x11, 0x20, 15, 0, 2, 0, 0, 0, 0, 0, 16, 0, 10, 5, 0, 10, 15, 0, 0, 0],
  float32: [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0],
  float64: [0x11, 0x20, 63, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, 255, 3, 0, 0],
  // Two opaque bytes; Keras knows them by the attribute dtype="bfloat16".
  bfloat16: [0x15, 0, 0, 0, 2, 0, 0, 0],
  int8: fixed(8, 1),
  int16: fixed(8, 2),
  int32: fixed(8, 4),
  int64: fixed(8, 8),
  uint8: fixed(0, 1),
  uint16: fixed(0, 2),
  uint32: fixed(0, 4),
  uint64: fixed(0, 8),
  // An enum of two names over int8; names are padded to 8 bytes.
  bool: [0x18, 2, 0, 0, 1, 0, 0, 0, ...fixed(8, 1), ...letters("FALSE\0\0\0TRUE\0\0\0\0"), 0, 1],
  // Variable length, a string, UTF-8; its base is a character.
  string: [0x19, 1, 1, 0, 16, 0, 0, 0, ...fixed(0, 1)],
};

/** The global heap of a file to be: strings in collections of 4096 bytes, as the HDF5 library makes them. */
export class StringHeap {
  readonly #collections: Array<{ address: number; size: number; used: number; items: Uint8Array[] }> = [];
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  add(text: string): StringPlace {
    const bytes = encodeText(text);
    if (bytes.length === 0) return { bytes, address: 0, index: 0 };
    const need = 16 + pad8(bytes.length);
    let last = this.#collections.at(-1);
    if (!last || last.used + need > last.size) {
      const size = Math.max(4096, 16 + need);
      last = { address: this.#places.take(size), size, used: 16, items: [] };
      this.#collections.push(last);
    }
    last.items.push(bytes);
    last.used += need;
    return { bytes, address: last.address, index: last.items.length };
  }

  /** Writes the collections (specification III.E). */
  write(pen: Pen): void {
    for (const { address, size, used, items } of this.#collections) {
      pen.to(address);
      pen.letters("GCOL");
      pen.u8(1, 0, 0, 0);
      pen.u64(size);
      items.forEach((bytes, i) => {
        pen.u16(i + 1);
        pen.u16(1);
        pen.u32(0);
        pen.u64(bytes.length);
        const start = pen.pos;
        pen.raw(bytes);
        pen.to(start + pad8(bytes.length));
      });
      // Object 0 is the free space; less than its header is left unmarked.
      if (size - used >= 16) {
        pen.u64(0);
        pen.u64(size - used);
      }
    }
  }
}

/** Makes an attribute or dataset ready; ValueError, naming `where`, when data, dtype and shape do not fit. */
export function prepare(spec: Hdf5AttributeSpec, heap: StringHeap, where: string): Value {
  if (typeof spec === "string") return strings({ dtype: "string", shape: [], data: [spec] }, heap, where);
  if (typeof spec === "number") return numbers({ dtype: "float64", shape: [], data: Float64Array.of(spec) }, where);
  if (typeof spec === "boolean") return numbers({ dtype: "bool", shape: [], data: Uint8Array.of(spec ? 1 : 0) }, where);
  if (typeof spec === "bigint") {
    if (BigInt.asIntN(64, spec) !== spec)
      throw new ValueError(where, "the integer does not fit int64", { received: `value=${spec}` });
    return numbers({ dtype: "int64", shape: [], data: BigInt64Array.of(spec) }, where);
  }
  if (isList(spec)) return strings({ dtype: "string", shape: [spec.length], data: spec }, heap, where);
  return spec.dtype === "string" ? strings(spec, heap, where) : numbers(spec, where);
}

function isList(spec: object): spec is readonly string[] {
  return Array.isArray(spec);
}

function checkShape(shape: readonly number[], length: number, where: string): void {
  const whole = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!whole || shape.length > 32 || shape.reduce((product, size) => product * size, 1) !== length) {
    throw new ValueError(where, "the data does not fill the shape", {
      expected: "at most 32 dimensions, whose product is the number of elements",
      received: { shape: [...shape], elements: length },
    });
  }
}

function numbers(spec: Hdf5ArraySpec, where: string): Value {
  const { dtype, shape, data } = spec;
  if (!isNumber(dtype)) throw new ValueError(where, "the dtype cannot be written", { received: { dtype } });
  if (data.constructor !== ARRAYS[dtype]) {
    throw new ValueError(where, "the array is not of its dtype's kind", {
      expected: `a ${(ARRAYS[dtype] as unknown as { name: string }).name} for ${dtype}`,
      received: { data },
    });
  }
  checkShape(shape, data.length, where);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { shape, type: Uint8Array.from(TYPES[dtype]), size: bytes.length, data: bytes };
}

function strings(spec: Hdf5StringsSpec, heap: StringHeap, where: string): Value {
  checkShape(spec.shape, spec.data.length, where);
  const data = spec.data.map((text) => {
    if (text.includes("\0"))
      throw new ValueError(where, "a string holds a zero character, which HDF5 cannot keep", { received: { text } });
    return heap.add(text);
  });
  return { shape: spec.shape, type: Uint8Array.from(TYPES.string), size: 16 * data.length, data };
}

/** Bytes of a dataspace message for a shape. */
export function spaceSize(shape: readonly number[]): number {
  return 8 + 8 * shape.length;
}

/** Writes a dataspace message (specification IV.A.2.b, version 1). */
export function writeSpace(pen: Pen, shape: readonly number[]): void {
  pen.u8(1, shape.length, 0, 0, 0, 0, 0, 0);
  for (const size of shape) pen.u64(size);
}

/** Writes the bytes of a value, or for strings their lengths and places. */
export function writeValue(pen: Pen, value: Value): void {
  if (value.data instanceof Uint8Array) {
    pen.raw(value.data);
    return;
  }
  for (const { bytes, address, index } of value.data) {
    pen.u32(bytes.length);
    pen.u64(address);
    pen.u32(index);
  }
}
