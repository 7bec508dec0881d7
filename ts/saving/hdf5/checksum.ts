/** The three checksums of HDF5: lookup3 for metadata, Fletcher-32 for chunks, Adler-32 inside deflate data. */

import type { Cursor } from "./file";

/** Bob Jenkins's lookup3 hash with initial value 0 (HDF5 File Format Specification, IV.A.1.b and others). */
export function lookup3(bytes: Uint8Array): number {
  const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
  const at = (i: number): number => bytes[i] ?? 0;
  const word = (i: number): number => at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
  let left = bytes.length;
  let pos = 0;
  let a = (0xdeadbeef + left) | 0;
  let b = a;
  let c = a;
  while (left > 12) {
    a = (a + word(pos)) | 0;
    b = (b + word(pos + 4)) | 0;
    c = (c + word(pos + 8)) | 0;
    a = ((a - c) ^ rotate(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ rotate(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 4)) | 0;
    b = (b + a) | 0;
    pos += 12;
    left -= 12;
  }
  if (left === 0) return c >>> 0;
  a = (a + word(pos)) | 0;
  b = (b + word(pos + 4)) | 0;
  c = (c + word(pos + 8)) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}

/** Checks the lookup3 sum that the cursor stands on, over the bytes from `start` to it. */
export function checkSum(cursor: Cursor, start: number): void {
  const end = cursor.pos;
  compareSum(cursor, cursor.u32(), cursor.file.slice(start, end));
}

/** Checks that `bytes` have the lookup3 sum stated for them. */
export function compareSum(cursor: Cursor, stated: number, bytes: Uint8Array): void {
  if (stated !== lookup3(bytes)) {
    throw cursor.file.error(`${cursor.what} does not match its checksum`, { fix: "The file is damaged" });
  }
}

/** Fletcher-32 over big-endian 16-bit words, an odd last byte being the high one. */
export function fletcher32(bytes: Uint8Array): number {
  let low = 0;
  let high = 0;
  const even = bytes.length & ~1;
  for (let i = 0; i < even; ) {
    // 360 words before a fold keep both sums below 2^32.
    const stop = Math.min(even, i + 720);
    for (; i < stop; i += 2) {
      low += ((bytes[i] as number) << 8) | (bytes[i + 1] as number);
      high += low;
    }
    low = (low & 0xffff) + (low >>> 16);
    high = (high & 0xffff) + (high >>> 16);
  }
  if (even < bytes.length) {
    low += (bytes[even] as number) << 8;
    high += low;
  }
  low = (low & 0xffff) + (low >>> 16);
  high = (high & 0xffff) + (high >>> 16);
  low = (low & 0xffff) + (low >>> 16);
  high = (high & 0xffff) + (high >>> 16);
  return ((high << 16) | low) >>> 0;
}

/** Adler-32, the last four bytes of a zlib stream. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let i = 0; i < bytes.length; ) {
    const stop = Math.min(bytes.length, i + 5552);
    for (; i < stop; i++) {
      a += bytes[i] as number;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
