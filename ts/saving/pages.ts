/** The bytes of a file that may not be in memory: looked at where they are, fetched and looked at again where not. */
import type { OpenFile } from "../platform/files";

/** What is fetched at once, at the least. */
const PAGE = 2 ** 16;
/** Pages kept from one look to the next. */
const KEPT = 2 ** 23;
/** Looks that fetch a page each, before they fetch more ahead. */
const PATIENCE = 4;
/** The most that is fetched ahead. */
const MOST_AHEAD = 2 ** 22;
/** What is read at once of long data. */
export const PIECE: number = 2 ** 20;

/** Bytes that are not in memory: thrown by a look, caught by `settle`. */
class Missing {
  readonly start: number;
  readonly end: number;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}

/** Whether something that was thrown asks for bytes: whoever keeps books must undo what the look has done so far. */
export function asksForBytes(thrown: unknown): boolean {
  return thrown instanceof Missing;
}

/** What all parts of one file share. */
interface Cache {
  readonly file: OpenFile | undefined;
  readonly pages: Map<number, Uint8Array>;
}

/** A piece of memory, and where in the file it lies. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly start: number;
}

/**
 * A file, or a part of one. What reads it is written as if all bytes were in memory, and runs inside `settle`.
 *
 * @example
 * const pages = new Pages(file);
 * const magic = await pages.settle(() => pages.slice(0, 8));
 */
export class Pages {
  readonly size: number;
  readonly #cache: Cache;
  readonly #base: number;
  /** The whole, where it is in memory. */
  readonly #whole: Uint8Array | undefined;

  private constructor(cache: Cache, base: number, size: number, whole: Uint8Array | undefined) {
    this.#cache = cache;
    this.#base = base;
    this.size = size;
    this.#whole = whole;
  }

  /** Bytes that are in memory. Keep them unchanged while they are in use. */
  static of(bytes: Uint8Array): Pages {
    // A subclass (Node's Buffer) may have a `slice` that does not copy.
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new Pages({ file: undefined, pages: new Map() }, 0, plain.length, plain);
  }

  /** An open file. */
  static from(file: OpenFile): Pages {
    if (file.bytes) return Pages.of(file.bytes);
    return new Pages({ file, pages: new Map() }, 0, file.size, undefined);
  }

  /** The part [start, end), which must lie inside. */
  part(start: number, end: number): Pages {
    return new Pages(this.#cache, this.#base + start, end - start, this.#whole?.subarray(start, end));
  }

  /** The bytes [start, end), which must lie inside: a view, not to be changed. */
  slice(start: number, end: number): Uint8Array {
    if (this.#whole) return this.#whole.subarray(start, end);
    if (end <= start) return new Uint8Array(0);
    const { pages } = this.#cache;
    const [from, to] = [this.#base + start, this.#base + end];
    const first = Math.floor(from / PAGE);
    const last = Math.floor((to - 1) / PAGE);
    for (let page = first; page <= last; page++) if (!pages.has(page)) throw new Missing(from, to);
    if (first === last) return pages.get(first)!.subarray(from - first * PAGE, to - first * PAGE);
    const joined = new Uint8Array(to - from);
    for (let page = first; page <= last; page++) {
      const bytes = pages.get(page)!;
      const skipped = Math.max(0, from - page * PAGE);
      joined.set(bytes.subarray(skipped, Math.min(bytes.length, to - page * PAGE)), page * PAGE + skipped - from);
    }
    return joined;
  }

  /** What is in memory around the bytes [start, end), which must lie inside. */
  around(start: number, end: number): Piece {
    if (this.#whole) return { bytes: this.#whole, start: 0 };
    const page = Math.floor((this.#base + start) / PAGE);
    const first = page * PAGE - this.#base;
    if (end > first + PAGE) return { bytes: this.slice(start, end), start };
    const from = Math.max(0, first);
    return { bytes: this.slice(from, Math.min(this.size, first + PAGE)), start: from };
  }

  /** Runs a look at bytes, again and again until all of them were in memory. */
  async settle<T>(body: () => T): Promise<T> {
    if (this.#whole) return body();
    const { pages, file } = this.#cache;
    if (pages.size * PAGE > KEPT) pages.clear();
    let ahead = PAGE;
    for (let tries = 1; ; tries++) {
      try {
        return body();
      } catch (thrown) {
        if (!(thrown instanceof Missing)) throw thrown;
        // Whoever walks through a file far would begin anew at every page.
        if (tries > PATIENCE) ahead = Math.min(MOST_AHEAD, 2 * ahead);
        await fetchPages(file!, pages, thrown.start, Math.max(thrown.end, thrown.start + ahead));
      }
    }
  }

  /** The bytes [start, end), which must lie inside, past the pages: for long data. The next read may use their memory again. */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (this.#whole) return this.#whole.subarray(start, end);
    return this.#cache.file!.read(this.#base + start, this.#base + end);
  }

  /** All bytes in order, in pieces of about a megabyte. */
  async *stream(start = 0, end: number = this.size): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; at += PIECE) yield await this.read(at, Math.min(end, at + PIECE));
  }

  /** All bytes, in memory. */
  async whole(): Promise<Uint8Array> {
    if (this.#whole) return this.#whole;
    const bytes = new Uint8Array(this.size);
    for (let at = 0; at < this.size; at += PIECE) bytes.set(await this.read(at, Math.min(this.size, at + PIECE)), at);
    return bytes;
  }
}

async function fetchPages(file: OpenFile, pages: Map<number, Uint8Array>, start: number, end: number): Promise<void> {
  const stop = Math.min(file.size, end);
  for (let page = Math.floor(start / PAGE); page * PAGE < stop; page++) {
    if (pages.has(page)) continue;
    const bytes = await file.read(page * PAGE, Math.min(file.size, (page + 1) * PAGE));
    pages.set(page, bytes.slice());
  }
}
