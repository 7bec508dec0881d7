/** Dataspace messages: the shape of a dataset or an attribute. */

import type { Cursor } from "./file";

/** A shape; `null` stands for HDF5's null dataspace, which holds no element at all. */
export interface Dataspace {
  shape: number[];
  /** The most each dimension may grow to; Infinity where there is no limit. */
  most: number[];
  /** Number of elements. */
  count: number;
  isNull: boolean;
}

/** Reads a dataspace message (specification IV.A.2.b), versions 1 and 2. */
export function readDataspace(cursor: Cursor): Dataspace {
  const { file } = cursor;
  const version = cursor.version(1, 2);
  const rank = cursor.u8();
  const flags = cursor.u8();
  const kind = version === 2 ? cursor.u8() : rank === 0 ? 0 : 1;
  if (version === 1) cursor.advance(5);
  if (rank > 32) throw file.error("a shape has too many dimensions", { expected: "32 or fewer", received: { rank } });
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) shape.push(cursor.length());
  const most = [...shape];
  if (flags & 1) for (let i = 0; i < rank; i++) most[i] = cursor.length();
  if (kind === 2) return { shape: [0], most: [0], count: 0, isNull: true };
  const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count) || shape.some((size) => !Number.isSafeInteger(size))) {
    throw file.error("a shape holds more elements than can exist", { received: { shape } });
  }
  return { shape, most, count, isNull: false };
}
