/** Undoes the filters a chunk was written through: deflate, shuffle, Fletcher-32. */

import { unzlibSync } from "fflate";
import { adler32, fletcher32 } from "./checksum";
import type { Hdf5File } from "./file";
import type { Filter } from "./layout";

const DEFLATE = 1;
const SHUFFLE = 2;
const FLETCHER32 = 3;
const KNOWN: Readonly<Record<number, string>> = {
  4: "szip",
  5: "n-bit",
  6: "scale-offset",
  32000: "lzf",
  32001: "blosc",
  32004: "lz4",
  32008: "bitshuffle",
  32013: "zfp",
  32015: "zstd",
};

/** No deflate stream unpacks to more than this many times its size (RFC 1951: 258 bytes from two bits). */
export const MOST_DEFLATE = 1032;

/** Checks that every filter can be undone; FormatError naming the one that cannot. */
export function checkFilters(file: Hdf5File, filters: readonly Filter[]): void {
  for (const { id, name } of filters) {
    if (id === DEFLATE || id === SHUFFLE || id === FLETCHER32) continue;
    throw file.unsupported(`the filter ${KNOWN[id] ?? (name || "without a name")} (number ${id})`);
  }
  if (filters.filter(({ id }) => id === DEFLATE).length > 1) throw file.unsupported("deflate applied twice");
}

/** Whether the pipeline, less the filters that `mask` skips, can make a chunk of `size` bytes out of `stored`. */
export function canUnpack(filters: readonly Filter[], mask: number, stored: number, size: number): boolean {
  const deflated = filters.some(({ id }, i) => id === DEFLATE && !((mask >>> i) & 1));
  return size <= stored * (deflated ? MOST_DEFLATE : 1);
}

/** The bytes of a chunk of `size` bytes and elements of `width`, from those stored. */
export function unfilter(
  file: Hdf5File,
  stored: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  size: number,
  width: number,
): Uint8Array {
  let bytes = stored;
  for (let i = filters.length - 1; i >= 0; i--) {
    if ((mask >>> i) & 1) continue;
    const { id } = filters[i] as Filter;
    if (id === DEFLATE) bytes = inflate(file, bytes, size + sumsBefore(filters, mask, i));
    else if (id === SHUFFLE) bytes = unshuffle(file, bytes, width);
    else bytes = checked(file, bytes);
  }
  if (bytes.length !== size) {
    throw file.error("a chunk unpacks to the wrong size", {
      expected: `${size} bytes`,
      received: { bytes: bytes.length },
    });
  }
  return bytes;
}

/** Bytes that checksum filters which ran before filter `at` added to what it saw. */
function sumsBefore(filters: readonly Filter[], mask: number, at: number): number {
  return 4 * filters.filter(({ id }, i) => i < at && id === FLETCHER32 && !((mask >>> i) & 1)).length;
}

function inflate(file: Hdf5File, stored: Uint8Array, size: number): Uint8Array {
  // A zlib stream has a header of two bytes, data, and a checksum of four.
  if (stored.length < 7) throw file.error("the deflate data of a chunk is cut short", { fix: "The file is damaged" });
  const out = file.allocate(size, "a chunk");
  let bytes: Uint8Array;
  try {
    bytes = unzlibSync(stored, { out });
  } catch (cause) {
    throw file.error(`the deflate data of a chunk is broken (${(cause as Error).message})`, {
      fix: "The file is damaged",
    });
  }
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  if (bytes.length !== size || adler32(bytes) !== view.getUint32(stored.length - 4)) {
    throw file.error("the deflate data of a chunk does not match its checksum", { fix: "The file is damaged" });
  }
  return bytes;
}

/** Shuffle stores the first bytes of all elements, then the second bytes, and so on; left-over bytes stay at the end. */
function unshuffle(file: Hdf5File, bytes: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(bytes.length / width);
  if (width <= 1 || count <= 1) return bytes;
  const out = file.allocate(bytes.length, "a chunk");
  for (let b = 0; b < width; b++) {
    const from = b * count;
    for (let i = 0; i < count; i++) out[i * width + b] = bytes[from + i] as number;
  }
  out.set(bytes.subarray(count * width), count * width);
  return out;
}

function checked(file: Hdf5File, bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4) throw file.error("a chunk is shorter than its checksum");
  const body = bytes.subarray(0, bytes.length - 4);
  const stated = new DataView(bytes.buffer, bytes.byteOffset + body.length, 4).getUint32(0, true);
  const sum = fletcher32(body);
  // HDF5 before 1.6.3 wrote the bytes of each half the other way round on little-endian machines.
  const turned = (((sum & 0x00ff00ff) << 8) | ((sum >>> 8) & 0x00ff00ff)) >>> 0;
  if (stated !== sum && stated !== turned) {
    throw file.error("a chunk does not match its Fletcher-32 checksum", { fix: "The file is damaged" });
  }
  return body;
}
