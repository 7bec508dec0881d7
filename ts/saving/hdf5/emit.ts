/** The bytes of a file that is being written: places given out first, then filled in. */

/** Gives out places in a file to be, one after another, each at a multiple of 8. */
export class Places {
  #end: number;

  constructor(start: number) {
    this.#end = start;
  }

  get end(): number {
    return this.#end;
  }

  take(size: number): number {
    const start = Math.ceil(this.#end / 8) * 8;
    this.#end = start + size;
    return start;
  }
}

/** Writes little-endian fields one after another into memory that is zero. */
export class Pen {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  pos: number;

  constructor(bytes: Uint8Array, pos: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.pos = pos;
  }

  u8(...values: number[]): void {
    for (const value of values) this.bytes[this.pos++] = value;
  }

  u16(value: number): void {
    this.#view.setUint16(this.pos, value, true);
    this.pos += 2;
  }

  u32(value: number): void {
    this.#view.setUint32(this.pos, value, true);
    this.pos += 4;
  }

  /** An address or length of 8 bytes; undefined writes the address of nothing. */
  u64(value: number | undefined): void {
    this.u32(value === undefined ? 0xffffffff : value % 2 ** 32);
    this.u32(value === undefined ? 0xffffffff : Math.floor(value / 2 ** 32));
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.pos);
    this.pos += bytes.length;
  }

  /** ASCII letters. */
  letters(text: string): void {
    for (let i = 0; i < text.length; i++) this.u8(text.charCodeAt(i));
  }

  /** Leaves zeros up to a position. */
  to(pos: number): void {
    this.pos = pos;
  }
}

const encoder = new TextEncoder();

/** A string as UTF-8. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** A size rounded up to a multiple of 8. */
export function pad8(size: number): number {
  return Math.ceil(size / 8) * 8;
}
