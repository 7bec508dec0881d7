/** Datatype messages: what the bytes of one element mean. */

import { type Cursor, decodeText } from "./file";

/** The dtypes whose elements are plain numbers in memory. */
export type Hdf5NumberDtype =
  | "float16"
  | "bfloat16"
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool";

/** Every dtype that can be read. */
export type Hdf5Dtype = Hdf5NumberDtype | "string" | "opaque" | "compound";

/** One field of a compound: its bytes start `offset` into the element. */
export interface Hdf5Member {
  name: string;
  offset: number;
  size: number;
  /** The field's dtype, or the name of an HDF5 type that is not supported. */
  dtype: string;
}

/** A datatype. `dtype` is undefined when the type is one this reader cannot turn into values; `name` says which. */
export interface Hdf5Type {
  dtype: Hdf5Dtype | undefined;
  name: string;
  size: number;
  bigEndian: boolean;
  /** For strings: stored elsewhere (variable) or in place, and padded with what. */
  variable: boolean;
  padding: "zeroEnd" | "zeros" | "spaces";
  members: Hdf5Member[];
}

const MOST_DEPTH = 32;

/** Reads a datatype message (specification IV.A.2.d), versions 1 to 5. */
export function readDatatype(cursor: Cursor, depth = 0): Hdf5Type {
  const { file } = cursor;
  if (depth > MOST_DEPTH)
    throw file.error("a datatype is nested too deeply", { expected: `${MOST_DEPTH} levels or fewer` });
  const head = cursor.u8();
  const kind = head & 15;
  const version = head >> 4;
  if (version < 1 || version > 5) throw file.unsupported(`version ${version} of the datatype message`);
  const bits = cursor.uint(3);
  const size = cursor.u32();
  if (size === 0) throw file.error("a datatype has no size", { fix: "The file is damaged" });
  const type: Hdf5Type = {
    dtype: undefined,
    name: "an unknown datatype",
    size,
    bigEndian: false,
    variable: false,
    padding: "zeroEnd",
    members: [],
  };
  switch (kind) {
    case 0:
      return integer(cursor, bits, type);
    case 1:
      return float(cursor, bits, type);
    case 2:
      cursor.advance(2);
      return { ...type, name: "a time datatype" };
    case 3:
      return { ...type, dtype: "string", name: "string", padding: padding(file, bits & 15) };
    case 4:
      cursor.advance(4);
      return { ...type, name: "a bit field datatype" };
    case 5:
      cursor.advance(bits & 255);
      return { ...type, dtype: "opaque", name: "opaque" };
    case 6:
      return compound(cursor, bits, version, type, depth);
    case 7:
      return { ...type, name: "an object reference" };
    case 8:
      return enumeration(cursor, bits, version, type, depth);
    case 9: {
      readDatatype(cursor, depth + 1);
      if ((bits & 15) !== 1) return { ...type, name: "a variable-length sequence" };
      return { ...type, dtype: "string", name: "string", variable: true, padding: padding(file, (bits >> 4) & 15) };
    }
    case 10: {
      const rank = cursor.u8();
      if (version < 3) cursor.advance(3);
      cursor.advance(4 * rank * (version < 3 ? 2 : 1));
      const base = readDatatype(cursor, depth + 1);
      return { ...type, name: `an array datatype of ${base.name}` };
    }
    case 11: {
      const base = readDatatype(cursor, depth + 1);
      const half = size / 2;
      const members = ["r", "i"].map((name, i) => ({ name, offset: i * half, size: half, dtype: base.name }));
      return { ...type, dtype: "compound", name: "complex", members };
    }
    default:
      throw file.unsupported(`datatype class ${kind}`);
  }
}

function padding(file: Cursor["file"], code: number): Hdf5Type["padding"] {
  const kinds = ["zeroEnd", "zeros", "spaces"] as const;
  const kind = kinds[code];
  if (!kind) throw file.unsupported(`string padding ${code}`);
  return kind;
}

function integer(cursor: Cursor, bits: number, type: Hdf5Type): Hdf5Type {
  const offset = cursor.u16();
  const precision = cursor.u16();
  const { size } = type;
  const name = `${bits & 8 ? "int" : "uint"}${precision}`;
  const whole = offset === 0 && precision === size * 8 && (size === 1 || size === 2 || size === 4 || size === 8);
  const dtype = whole ? (name as Hdf5NumberDtype) : undefined;
  return { ...type, dtype, name: whole ? name : `${name} in ${size} bytes`, bigEndian: (bits & 1) === 1 };
}

/** [bytes, exponent's place, its bits, mantissa's bits, bias] of the formats we know; the mantissa starts at bit 0. */
const FLOATS: ReadonlyArray<readonly [Hdf5NumberDtype, number, number, number, number, number]> = [
  ["float32", 4, 23, 8, 23, 127],
  ["float64", 8, 52, 11, 52, 1023],
  ["float16", 2, 10, 5, 10, 15],
  ["bfloat16", 2, 7, 8, 7, 127],
];

function float(cursor: Cursor, bits: number, type: Hdf5Type): Hdf5Type {
  const offset = cursor.u16();
  const precision = cursor.u16();
  const exponentAt = cursor.u8();
  const exponentBits = cursor.u8();
  const mantissaAt = cursor.u8();
  const mantissaBits = cursor.u8();
  const bias = cursor.u32();
  const sign = (bits >> 8) & 255;
  const { size } = type;
  const found = FLOATS.find(
    ([, bytes, at, exponent, mantissa, shift]) =>
      bytes === size && at === exponentAt && exponent === exponentBits && mantissa === mantissaBits && shift === bias,
  );
  const plain = offset === 0 && precision === size * 8 && mantissaAt === 0 && sign === precision - 1 && !(bits & 0x40);
  const name = `a ${precision}-bit float with ${exponentBits} exponent bits`;
  if (!found || !plain) return { ...type, name };
  return { ...type, dtype: found[0], name: found[0], bigEndian: (bits & 1) === 1 };
}

/** A name of a compound or enum: padded to 8 bytes before version 3. */
function memberName(cursor: Cursor, version: number): string {
  const start = cursor.pos;
  const name = cursor.zeroEnded();
  const used = cursor.pos - start;
  if (version < 3) cursor.advance((8 - (used % 8)) % 8);
  return name;
}

function compound(cursor: Cursor, bits: number, version: number, type: Hdf5Type, depth: number): Hdf5Type {
  const count = bits & 0xffff;
  const offsetBytes = type.size < 0x100 ? 1 : type.size < 0x10000 ? 2 : type.size < 0x1000000 ? 3 : 4;
  const members: Hdf5Member[] = [];
  for (let i = 0; i < count; i++) {
    const name = memberName(cursor, version);
    const offset = cursor.uint(version < 3 ? 4 : offsetBytes);
    if (version === 1) cursor.advance(28);
    const field = readDatatype(cursor, depth + 1);
    if (offset + field.size > type.size) {
      throw cursor.file.error(`the field "${name}" of a compound datatype lies outside the element`);
    }
    members.push({ name, offset, size: field.size, dtype: field.name });
  }
  return { ...type, dtype: "compound", name: "compound", members };
}

/** h5py's bool is an enum of int8 with the names FALSE = 0 and TRUE = 1; any other enum reads as its numbers. */
function enumeration(cursor: Cursor, bits: number, version: number, type: Hdf5Type, depth: number): Hdf5Type {
  const count = bits & 0xffff;
  const base = readDatatype(cursor, depth + 1);
  if (base.size !== type.size) throw cursor.file.error("an enum's size is not that of its numbers");
  const names: string[] = [];
  for (let i = 0; i < count; i++) names.push(memberName(cursor, version));
  const values = cursor.take(count * base.size);
  const bool =
    base.size === 1 && count === 2 && values[names.indexOf("FALSE")] === 0 && values[names.indexOf("TRUE")] === 1;
  return { ...base, dtype: bool ? "bool" : base.dtype, name: bool ? "bool" : base.name };
}

/** A fixed-length string without its padding. */
export function trimText(bytes: Uint8Array, padding: Hdf5Type["padding"]): string {
  let end = bytes.length;
  if (padding === "zeroEnd") {
    const zero = bytes.indexOf(0);
    if (zero >= 0) end = zero;
  } else {
    const pad = padding === "zeros" ? 0 : 32;
    while (end > 0 && bytes[end - 1] === pad) end--;
  }
  return decodeText(bytes.subarray(0, end));
}
