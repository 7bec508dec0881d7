/** Arrays in plain bytes, one behind the other: the weights of TF.js and of safetensors. */
import { FormatError } from "../core/errors";
import { convertInto } from "./hdf5/convert";
import type { Hdf5NumberDtype } from "./hdf5/datatype";
import { ARRAYS, asArray } from "./hdf5/values";
import type { Pages } from "./pages";
import { PIECE } from "./pages";
import { countOf, type StoredArray } from "./stored";

/** Files whose bytes count on from one to the next. */
export class Joined {
  readonly size: number;
  readonly #parts: readonly { readonly start: number; readonly pages: Pages }[];

  constructor(parts: readonly Pages[]) {
    let start = 0;
    this.#parts = parts.map((pages) => {
      const part = { start, pages };
      start += pages.size;
      return part;
    });
    this.size = start;
  }

  /** The bytes [start, end), which must lie inside; the next read may use their memory again. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const parts = this.#parts.filter((part) => part.start < end && part.start + part.pages.size > start);
    const read = (part: (typeof parts)[number]): Promise<Uint8Array> =>
      part.pages.read(Math.max(0, start - part.start), Math.min(part.pages.size, end - part.start));
    if (parts.length === 1) return read(parts[0]!);
    const bytes = new Uint8Array(end - start);
    for (const part of parts) bytes.set(await read(part), Math.max(0, part.start - start));
    return bytes;
  }
}

/** An array at a place in bytes; `change` makes the values of what is stored. */
export function arrayAt(
  bytes: Joined,
  start: number,
  name: string,
  shape: readonly number[],
  dtype: Hdf5NumberDtype,
  change?: (values: Float32Array) => void,
): StoredArray {
  const width = ARRAYS[dtype].BYTES_PER_ELEMENT;
  const count = countOf(shape);
  return {
    name,
    shape,
    dtype: change ? "float32" : dtype,
    async pour(Target, take) {
      const most = Math.floor(PIECE / width);
      for (let at = 0; at < count; at += most) {
        const length = Math.min(most, count - at);
        const raw = await bytes.read(start + at * width, start + (at + length) * width);
        const stored = asArray(raw, dtype, length, false);
        if (change) {
          const floats = new Float32Array(length);
          convertInto(stored, dtype, floats, name);
          change(floats);
          const target = new Target(length);
          convertInto(floats, "float32", target, name);
          take(target, at);
        } else if ((Target as unknown) === ARRAYS[dtype]) take(stored as never, at);
        else {
          const target = new Target(length);
          convertInto(stored, dtype, target, name);
          take(target, at);
        }
      }
    },
  };
}

/** A shape out of JSON. */
export function shapeOf(value: unknown, where: string, name: string): number[] {
  const good =
    Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0) && value.length <= 32;
  if (good && Number.isSafeInteger(countOf(value as number[]))) return value as number[];
  throw new FormatError(where, `the array "${name}" has no shape`, { received: { shape: value } });
}
