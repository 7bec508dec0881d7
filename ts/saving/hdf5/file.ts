/** The bytes of an HDF5 file, and a cursor over them that cannot leave them. */

import { type ErrorParts, FormatError } from "../../core/errors";
import { asksForBytes, type Pages } from "../pages";

/** The address that HDF5 writes (all bits set) where nothing is stored. */
export const NOWHERE = -1;

/** No list of a file may be longer. */
const MOST_ITEMS = 4_000_000;

/** An open file: its bytes, the widths its superblock declares, and what has been read of it so far. */
export class Hdf5File {
  readonly pages: Pages;
  /** Bytes in the file. */
  readonly size: number;
  /** The name of the file, for error messages. */
  readonly name: string;
  /** Bytes in an address, and in a length (superblock). */
  offsetSize = 8;
  lengthSize = 8;
  /** Where address 0 lies in the bytes. */
  base = 0;
  /** The bytes looked at last, and where they lie. */
  view: DataView = new DataView(new ArrayBuffer(0));
  #viewStart = 0;
  #path = "";
  #claimed = 0;
  /** What the structure that is being made has claimed itself. */
  #own = 0;
  readonly #made = new Map<string, unknown>();

  constructor(pages: Pages, name: string) {
    this.pages = pages;
    this.size = pages.size;
    this.name = name;
  }

  /** Moves `view` to where `size` bytes at `pos`, which lie in the file, are; their place in it. */
  look(pos: number, size: number): number {
    let at = pos - this.#viewStart;
    if (at < 0 || at + size > this.view.byteLength) {
      const { bytes, start } = this.pages.around(pos, pos + size);
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#viewStart = start;
      at = pos - start;
    }
    return at;
  }

  /** One byte, which must lie in the file. */
  byte(pos: number): number {
    const at = this.look(pos, 1);
    return this.view.getUint8(at);
  }

  /** The bytes [start, end), which must lie in the file: a view, not to be changed. */
  slice(start: number, end: number): Uint8Array {
    return this.pages.slice(start, end);
  }

  /** The name to put before an error: the file and the object that is being read. */
  get where(): string {
    return this.#path ? `${this.name}:${this.#path}` : this.name;
  }

  /** Runs `body` with errors naming the object at `path`. */
  inside<T>(path: string, body: () => T): T {
    const before = this.#path;
    this.#path = path;
    try {
      return body();
    } finally {
      this.#path = before;
    }
  }

  /** As `inside`, for what waits; one at a time. */
  async insideWhile<T>(path: string, body: () => Promise<T>): Promise<T> {
    const before = this.#path;
    this.#path = path;
    try {
      return await body();
    } finally {
      this.#path = before;
    }
  }

  /** An error about this file. */
  error(what: string, parts: ErrorParts = {}): FormatError {
    return new FormatError(this.where, what, parts);
  }

  /** An error about a feature of HDF5 that this reader does not have. */
  unsupported(what: string): FormatError {
    return this.error(`${what} is not supported by keratin's HDF5 reader`, {
      fix: "Save the file again with Keras or with h5py's defaults",
    });
  }

  /** A cursor over `size` bytes at an address (to the end of the file when `size` is left out). */
  at(address: number, what: string, size?: number): Cursor {
    const start = this.base + address;
    const end = size === undefined ? this.size : start + size;
    if (address < 0 || !(start <= end && end <= this.size)) {
      throw this.error(`${what} lies outside the file`, {
        expected: `bytes within the file's ${this.size}`,
        received: { address: address === NOWHERE ? "undefined" : address, size: size ?? 0 },
        fix: "The file is truncated or damaged",
      });
    }
    return new Cursor(this, start, end, what);
  }

  /**
   * Makes a structure the first time it is met, then returns the same one. In a sound file the structures do not
   * overlap, except for objects inside the blocks of a heap, so those read once can never add up to more than twice the
   * file: `claim` counts that, and it bounds the time.
   */
  once<T>(kind: string, address: number, make: () => T): T {
    const key = `${kind}@${address}`;
    if (this.#made.has(key)) return this.#made.get(key) as T;
    this.checkCount(this.#made.size, "structures");
    const outer = this.#own;
    this.#own = 0;
    try {
      const value = make();
      this.#made.set(key, value);
      return value;
    } catch (thrown) {
      // It will be made anew when its bytes are there.
      if (asksForBytes(thrown)) this.#claimed -= this.#own;
      throw thrown;
    } finally {
      this.#own = outer;
    }
  }

  /** Counts `size` bytes of metadata as read for the first time. */
  claim(size: number, what: string): void {
    this.#claimed += size;
    this.#own += size;
    if (this.#claimed > 2 * this.size) {
      throw this.error(`${what} overlaps other structures`, {
        expected: "metadata blocks that do not overlap",
        fix: "The file is damaged",
      });
    }
  }

  /** Refuses lists so long that they could only serve to exhaust memory. */
  checkCount(count: number, what: string): void {
    if (count >= MOST_ITEMS) throw this.error(`the file has too many ${what}`, { expected: `${MOST_ITEMS} or fewer` });
  }

  /** New memory of `size` bytes. */
  allocate(size: number, what: string): Uint8Array {
    try {
      return new Uint8Array(size);
    } catch {
      throw this.error(`there is no memory for ${what}`, { received: { bytes: size } });
    }
  }
}

/** Reads little-endian fields one after another; reading past `end` is a FormatError. */
export class Cursor {
  readonly file: Hdf5File;
  pos: number;
  readonly end: number;
  readonly what: string;

  constructor(file: Hdf5File, pos: number, end: number, what: string) {
    this.file = file;
    this.pos = pos;
    this.end = end;
    this.what = what;
  }

  get left(): number {
    return this.end - this.pos;
  }

  /** Moves past `size` bytes and returns where they start. */
  advance(size: number): number {
    const start = this.pos;
    if (!(size >= 0 && size <= this.end - start)) {
      throw this.file.error(`${this.what} is cut short`, {
        expected: `${size} more bytes at byte ${start}`,
        received: `left=${this.end - start}`,
        fix: "The file is truncated or damaged",
      });
    }
    this.pos = start + size;
    return start;
  }

  u8(): number {
    const at = this.file.look(this.advance(1), 1);
    return this.file.view.getUint8(at);
  }

  u16(): number {
    const at = this.file.look(this.advance(2), 2);
    return this.file.view.getUint16(at, true);
  }

  u32(): number {
    const at = this.file.look(this.advance(4), 4);
    return this.file.view.getUint32(at, true);
  }

  /** An unsigned number of `size` bytes; Infinity when it is beyond 2^53, which no size or address here can be. */
  uint(size: number): number {
    const start = this.advance(size);
    const at = this.file.look(start, size);
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.file.view.getUint8(at + i);
    return value <= Number.MAX_SAFE_INTEGER ? value : Number.POSITIVE_INFINITY;
  }

  /** An address: NOWHERE when all its bits are set. */
  address(): number {
    const size = this.file.offsetSize;
    const start = this.advance(size);
    const at = this.file.look(start, size);
    let unset = true;
    for (let i = 0; i < size && unset; i++) unset = this.file.view.getUint8(at + i) === 255;
    if (unset) return NOWHERE;
    this.pos = start;
    return this.uint(size);
  }

  /** A length; Infinity when all its bits are set ("unlimited"). */
  length(): number {
    const value = this.uint(this.file.lengthSize);
    return value === 256 ** this.file.lengthSize - 1 ? Number.POSITIVE_INFINITY : value;
  }

  /** The next `size` bytes, as a view. */
  take(size: number): Uint8Array {
    const start = this.advance(size);
    return this.file.slice(start, start + size);
  }

  /** A cursor of its own over the next `size` bytes, which this one moves past. */
  part(size: number, what: string): Cursor {
    const start = this.advance(size);
    return new Cursor(this.file, start, start + size, what);
  }

  /** All that is left, as UTF-8. */
  text(): string {
    return decodeText(this.take(this.left));
  }

  /** A UTF-8 string that ends with a zero byte within the next `limit` bytes; moves past the zero. */
  zeroEnded(limit: number = this.left): string {
    const stop = Math.min(this.end, this.pos + limit);
    let end = this.pos;
    while (end < stop && this.file.byte(end) !== 0) end++;
    if (end >= stop) throw this.file.error(`a name in ${this.what} has no end`, { fix: "The file is damaged" });
    const text = decodeText(this.file.slice(this.pos, end));
    this.pos = end + 1;
    return text;
  }

  /** Checks the four letters a structure starts with. */
  magic(letters: string): void {
    const start = this.advance(letters.length);
    for (let i = 0; i < letters.length; i++) {
      if (this.file.byte(start + i) !== letters.charCodeAt(i)) {
        throw this.file.error(`${this.what} does not start with its signature`, {
          expected: `"${letters}" at byte ${start}`,
          fix: "The file is damaged",
        });
      }
    }
  }

  /** Checks a version number. */
  version(...known: number[]): number {
    const version = this.u8();
    if (!known.includes(version)) throw this.file.unsupported(`version ${version} of ${this.what}`);
    return version;
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** UTF-8 bytes as a string; broken sequences become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Bytes that hold any number up to `limit`. */
export function bytesFor(limit: number): number {
  let bytes = 1;
  while (bytes < 8 && limit >= 256 ** bytes) bytes++;
  return bytes;
}
