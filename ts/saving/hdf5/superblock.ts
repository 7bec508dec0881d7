/** The superblock: where the file says what widths it uses and where its root group is. */

import { checkSum } from "./checksum";
import { Cursor, type Hdf5File, NOWHERE } from "./file";

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Whether bytes begin like an HDF5 file.
 *
 * @example isHdf5(new Uint8Array([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])) // true
 */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

function signatureAt(file: Hdf5File, pos: number): boolean {
  return pos + SIGNATURE.length <= file.size && isHdf5(file.slice(pos, pos + SIGNATURE.length));
}

/** Reads the superblock (specification II.A), sets the widths of `file` and returns the address of the root group's header. */
export function readSuperblock(file: Hdf5File): number {
  let start = 0;
  // A user block may come first: the signature is at 0, 512, 1024, 2048 ...
  while (start < file.size && !signatureAt(file, start)) start = start === 0 ? 512 : start * 2;
  if (start >= file.size) {
    throw file.error("this is not an HDF5 file", {
      expected: "the HDF5 signature at the start of the file",
      received: { bytes: file.size, start: Array.from(file.slice(0, Math.min(8, file.size))) },
    });
  }
  const cursor = new Cursor(file, start + 8, file.size, "the superblock");
  const version = cursor.version(0, 1, 2, 3);
  return version < 2 ? readOld(cursor, version, start) : readNew(cursor, start);
}

function readOld(cursor: Cursor, version: number, start: number): number {
  cursor.advance(4);
  setWidths(cursor);
  cursor.advance(1 + 2 + 2 + 4 + (version === 1 ? 4 : 0));
  const base = cursor.address();
  cursor.address();
  setPlace(cursor, start, base, cursor.address());
  cursor.address();
  // The root's symbol table entry: its name's offset, then its object header.
  cursor.address();
  return cursor.address();
}

function readNew(cursor: Cursor, start: number): number {
  setWidths(cursor);
  cursor.advance(1);
  const base = cursor.address();
  cursor.address();
  setPlace(cursor, start, base, cursor.address());
  const root = cursor.address();
  checkSum(cursor, start);
  return root;
}

function setWidths(cursor: Cursor): void {
  const offsets = cursor.u8();
  const lengths = cursor.u8();
  for (const width of [offsets, lengths]) {
    if (width !== 2 && width !== 4 && width !== 8)
      throw cursor.file.unsupported(`a width of ${width} bytes for addresses`);
  }
  cursor.file.offsetSize = offsets;
  cursor.file.lengthSize = lengths;
}

/** Addresses count from the superblock, also when a user block was put before it later; `end` counted from the old base. */
function setPlace({ file }: Cursor, start: number, base: number, end: number): void {
  file.base = start;
  const size = end + start - base;
  if (base === NOWHERE || end === NOWHERE || !(size <= file.size)) {
    throw file.error("the file is truncated", {
      expected: `${size} bytes`,
      received: { bytes: file.size },
      fix: "Download or copy it again",
    });
  }
}
