/** The messages that say where and how a dataset's bytes are stored: layout, filters, fill value. */

import type { Cursor } from "./file";

/** How the chunks of a dataset are found. */
export type ChunkIndex =
  | { kind: "btree1" }
  | { kind: "single"; size: number | undefined; mask: number }
  | { kind: "implicit" }
  | { kind: "fixedArray" }
  | { kind: "extensibleArray" }
  | { kind: "btree2" };

/** Where a dataset's bytes are. */
export type Layout =
  | { kind: "compact"; start: number; size: number }
  | { kind: "contiguous"; address: number }
  | {
      kind: "chunked";
      address: number;
      /** The chunk's shape, without the element's size that HDF5 appends. */
      chunk: number[];
      elementSize: number;
      index: ChunkIndex;
      /** Chunks that stick out over the edge are stored without filters. */
      plainEdges: boolean;
    };

/** Reads a data layout message (specification IV.A.2.i), versions 1 to 5. */
export function readLayout(cursor: Cursor): Layout {
  const version = cursor.version(1, 2, 3, 4, 5);
  return version < 3 ? oldLayout(cursor) : newLayout(cursor, version);
}

function oldLayout(cursor: Cursor): Layout {
  const rank = cursor.u8();
  const kind = cursor.u8();
  cursor.advance(5);
  const address = kind === 0 ? 0 : cursor.address();
  const sizes: number[] = [];
  for (let i = 0; i < rank; i++) sizes.push(cursor.u32());
  if (kind === 0) {
    const size = cursor.u32();
    return { kind: "compact", start: cursor.advance(size), size };
  }
  if (kind === 1) return { kind: "contiguous", address };
  if (kind === 2) return chunked(cursor, sizes, address, { kind: "btree1" }, false);
  throw cursor.file.unsupported(`data layout class ${kind}`);
}

function newLayout(cursor: Cursor, version: number): Layout {
  const kind = cursor.u8();
  if (kind === 0) {
    const size = cursor.u16();
    return { kind: "compact", start: cursor.advance(size), size };
  }
  if (kind === 1) return { kind: "contiguous", address: cursor.address() };
  if (kind === 3) throw cursor.file.unsupported("a virtual dataset (data kept in other files)");
  if (kind !== 2) throw cursor.file.unsupported(`data layout class ${kind}`);
  if (version === 3) {
    const rank = cursor.u8();
    const address = cursor.address();
    const sizes: number[] = [];
    for (let i = 0; i < rank; i++) sizes.push(cursor.u32());
    return chunked(cursor, sizes, address, { kind: "btree1" }, false);
  }
  const flags = cursor.u8();
  const rank = cursor.u8();
  const width = cursor.u8();
  const sizes: number[] = [];
  for (let i = 0; i < rank; i++) sizes.push(cursor.uint(width));
  const index = chunkIndex(cursor, flags);
  return chunked(cursor, sizes, cursor.address(), index, (flags & 1) === 1);
}

function chunkIndex(cursor: Cursor, flags: number): ChunkIndex {
  const kind = cursor.u8();
  switch (kind) {
    case 1:
      if (flags & 2) return { kind: "single", size: cursor.length(), mask: cursor.u32() };
      return { kind: "single", size: undefined, mask: 0 };
    case 2:
      return { kind: "implicit" };
    case 3:
      cursor.advance(1);
      return { kind: "fixedArray" };
    case 4:
      cursor.advance(5);
      return { kind: "extensibleArray" };
    case 5:
      cursor.advance(6);
      return { kind: "btree2" };
    default:
      throw cursor.file.unsupported(`chunk index type ${kind}`);
  }
}

function chunked(cursor: Cursor, sizes: number[], address: number, index: ChunkIndex, plainEdges: boolean): Layout {
  const elementSize = sizes.pop();
  if (elementSize === undefined || sizes.length === 0 || sizes.some((size) => !(size > 0))) {
    throw cursor.file.error("a chunk has no size", { received: { chunk: sizes }, fix: "The file is damaged" });
  }
  return { kind: "chunked", address, chunk: sizes, elementSize, index, plainEdges };
}

/** One step of the pipeline a chunk went through when it was written. */
export interface Filter {
  id: number;
  name: string;
}

/** Reads a filter pipeline message (specification IV.A.2.l), versions 1 and 2. */
export function readFilters(cursor: Cursor): Filter[] {
  const version = cursor.version(1, 2);
  const count = cursor.u8();
  if (version === 1) cursor.advance(6);
  if (count > 32)
    throw cursor.file.error("a dataset has too many filters", { expected: "32 or fewer", received: { count } });
  const filters: Filter[] = [];
  for (let i = 0; i < count; i++) {
    const id = cursor.u16();
    const nameSize = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.advance(2);
    const values = cursor.u16();
    const padded = version === 1 ? Math.ceil(nameSize / 8) * 8 : nameSize;
    const name = padded > 0 ? cursor.part(padded, "a filter's name").zeroEnded() : "";
    cursor.advance(4 * values + (version === 1 && values % 2 === 1 ? 4 : 0));
    filters.push({ id, name });
  }
  return filters;
}

/** Reads a fill value message (specification IV.A.2.f); undefined stands for zeros. */
export function readFill(cursor: Cursor): Uint8Array | undefined {
  const version = cursor.version(1, 2, 3);
  let defined: boolean;
  if (version === 3) {
    defined = (cursor.u8() & 0x20) !== 0;
  } else {
    cursor.advance(2);
    defined = cursor.u8() !== 0 || version === 1;
  }
  if (!defined) return undefined;
  const size = cursor.u32();
  return size > 0 && size < 0x8000_0000 ? cursor.take(size) : undefined;
}

/** Reads the fill value message of old files (specification IV.A.2.e). */
export function readOldFill(cursor: Cursor): Uint8Array | undefined {
  const size = cursor.u32();
  return size > 0 ? cursor.take(size) : undefined;
}
