/** Arrays by names in safetensors: the length of a header, the header in JSON, the bytes of all arrays. */

import type { NumericDType, TypedArray } from "../core/dtypes";
import { DeviceError, FormatError } from "../core/errors";
import { lookUp } from "../core/lookup";
import type { Hdf5NumberDtype } from "./hdf5/datatype";
import { type JsonValue, parseJson, stringifyJson } from "./json";
import type { Pages } from "./pages";
import { arrayAt, Joined, shapeOf } from "./pieces";
import { countOf, type StoredArray, type StoredModel } from "./stored";

/** A header is no longer than this, as in the format's own library. */
const MOST_HEADER = 100_000_000;

const DTYPES: Readonly<Record<string, readonly [Hdf5NumberDtype, number]>> = {
  F64: ["float64", 8],
  F32: ["float32", 4],
  F16: ["float16", 2],
  BF16: ["bfloat16", 2],
  I64: ["int64", 8],
  I32: ["int32", 4],
  I16: ["int16", 2],
  I8: ["int8", 1],
  U64: ["uint64", 8],
  U32: ["uint32", 4],
  U16: ["uint16", 2],
  U8: ["uint8", 1],
  BOOL: ["bool", 1],
};

/** Whether bytes begin like safetensors: a length, then "{". */
export function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length < 9) return false;
  const length = lengthOf(head);
  return head[8] === 0x7b && length >= 2 && length <= Math.min(MOST_HEADER, size - 8);
}

function lengthOf(head: Uint8Array): number {
  let length = 0;
  for (let i = 7; i >= 0; i--) length = length * 256 + head[i]!;
  return length;
}

/** What a file holds. */
export async function readSafetensors(pages: Pages, where: string): Promise<StoredModel> {
  const length = await pages.settle(() => lengthOf(pages.slice(0, 8)));
  const text = new TextDecoder().decode(await pages.part(8, 8 + length).whole());
  const header = parseJson(text.trimEnd(), where) as { [key: string]: JsonValue };
  const bytes = new Joined([pages.part(8 + length, pages.size)]);
  const arrays: StoredArray[] = [];
  const metadata = header.__metadata__ as { [key: string]: JsonValue } | undefined;
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const { dtype, shape: given, data_offsets: offsets } = (entry ?? {}) as { [key: string]: JsonValue };
    const shape = shapeOf(given, where, name);
    const known = lookUp(DTYPES, String(dtype));
    if (!known) {
      throw new FormatError(where, `the array "${name}" is of a dtype that is not read`, {
        expected: Object.keys(DTYPES).join(", "),
        received: { dtype },
      });
    }
    const [start, end] = (Array.isArray(offsets) ? offsets : []) as number[];
    if (
      !(Number.isSafeInteger(start) && start! >= 0 && end === start! + countOf(shape) * known[1] && end <= bytes.size)
    ) {
      throw new FormatError(where, `the array "${name}" lies outside the file, or is not of its shape`, {
        received: { data_offsets: offsets ?? null, shape, bytes: bytes.size },
        fix: "The file is truncated or damaged",
      });
    }
    arrays.push(arrayAt(bytes, start!, name, shape, known[0]));
  }
  const version = typeof metadata?.keras_version === "string" ? metadata.keras_version : "";
  return {
    where,
    bytes: pages.size,
    format: "safetensors",
    writer: { name: typeof metadata?.writer === "string" ? metadata.writer : "", version },
    weights: { kind: "names", arrays },
    assets: new Map(),
  };
}

const CODES: Readonly<Record<NumericDType, string>> = {
  float32: "F32",
  int32: "I32",
  bool: "BOOL",
  uint8: "U8",
  int8: "I8",
};

/** An array to write. */
export interface NamedArray {
  readonly name: string;
  readonly dtype: NumericDType;
  readonly shape: readonly number[];
  read(): TypedArray;
}

/** The bytes of a file with these arrays, in their order. */
export function writeSafetensors(
  arrays: readonly NamedArray[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let at = 0;
  const header: Record<string, JsonValue> = { __metadata__: { ...metadata } };
  const places = arrays.map(({ name, dtype, shape }) => {
    const start = at;
    at += countOf(shape) * (dtype === "float32" || dtype === "int32" ? 4 : 1);
    header[name] = { dtype: CODES[dtype], shape: [...shape], data_offsets: [start, at] };
    return start;
  });
  const text = stringifyJson(header, "safetensors");
  // The header is padded with spaces, so that the arrays start at a multiple of 8.
  const head = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  let file: Uint8Array;
  try {
    file = new Uint8Array(8 + head.length + at);
  } catch {
    throw new DeviceError("saveWeights", "there is no memory for the file", {
      received: { bytes: 8 + head.length + at },
    });
  }
  new DataView(file.buffer).setUint32(0, head.length, true);
  file.set(head, 8);
  arrays.forEach((array, i) => {
    const values = array.read();
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 8 + head.length + places[i]!);
  });
  return file;
}
