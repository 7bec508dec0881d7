/** Object headers: the list of messages that make an object a group, a dataset or a named type. */

import { checkSum } from "./checksum";
import { Cursor, type Hdf5File } from "./file";

/** Message types (specification IV.A.2). */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFill: 0x04,
  fill: 0x05,
  link: 0x06,
  external: 0x07,
  layout: 0x08,
  groupInfo: 0x0a,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

interface Message {
  type: number;
  flags: number;
  start: number;
  end: number;
}

interface Block {
  start: number;
  end: number;
}

/** The messages of one object, by type. */
export class ObjectHeader {
  readonly file: Hdf5File;
  readonly address: number;
  readonly #messages: Message[];

  constructor(file: Hdf5File, address: number, messages: Message[]) {
    this.file = file;
    this.address = address;
    this.#messages = messages;
  }

  has(type: number): boolean {
    return this.#messages.some((message) => message.type === type);
  }

  /** The first message of a type. */
  find(type: number, what: string): Cursor | undefined {
    const message = this.#messages.find((one) => one.type === type);
    return message && this.#open(message, what);
  }

  /** All messages of a type. */
  all(type: number, what: string): Cursor[] {
    return this.#messages.filter((one) => one.type === type).map((one) => this.#open(one, what));
  }

  /** Opens a message that must not itself point elsewhere; used where a shared message leads. */
  direct(type: number, what: string): Cursor {
    const message = this.#messages.find((one) => one.type === type && !(one.flags & 2));
    if (!message) throw this.file.error(`${what} is shared from an object that does not have it`);
    return new Cursor(this.file, message.start, message.end, what);
  }

  #open(message: Message, what: string): Cursor {
    const cursor = new Cursor(this.file, message.start, message.end, what);
    return message.flags & 2 ? followShared(cursor, message.type) : cursor;
  }
}

/** Follows a shared message (specification IV.A.2, "shared message") to the object header that holds it. */
export function followShared(cursor: Cursor, type: number): Cursor {
  const { file, what } = cursor;
  const version = cursor.version(1, 2, 3);
  const kind = cursor.u8();
  if (version === 1) cursor.advance(6);
  if (version === 3 && kind === 1) throw file.unsupported("a message in the shared message heap");
  return readHeader(file, cursor.address()).direct(type, what);
}

/** Reads the object header at an address (specification IV.A.1); versions 1 and 2, with continuations. */
export function readHeader(file: Hdf5File, address: number): ObjectHeader {
  return file.once("header", address, () => {
    const cursor = file.at(address, "an object header");
    const second = cursor.left > 0 && file.byte(cursor.pos) === 0x4f; // "O" of "OHDR"; version 1 starts with its number
    return new ObjectHeader(file, address, second ? readSecond(cursor) : readFirst(cursor));
  });
}

function readFirst(cursor: Cursor): Message[] {
  const { file } = cursor;
  cursor.version(1);
  cursor.advance(1);
  const count = cursor.u16();
  cursor.u32();
  const size = cursor.u32();
  cursor.advance(4);
  const start = cursor.advance(size);
  const blocks: Block[] = [{ start, end: start + size }];
  const messages: Message[] = [];
  let met = 0;
  for (const block of blocks) {
    file.claim(block.end - block.start, "an object header");
    const inner = new Cursor(file, block.start, block.end, "an object header");
    while (inner.left >= 8 && met < count) {
      met++;
      const type = inner.u16();
      const length = inner.u16();
      const flags = inner.u8();
      inner.advance(3);
      const data = inner.part(length, "a message of an object header");
      if (type === MESSAGE.continuation) blocks.push(continuation(data, blocks));
      else if (type !== 0) messages.push({ type, flags, start: data.pos, end: data.end });
    }
  }
  return messages;
}

function readSecond(cursor: Cursor): Message[] {
  const { file } = cursor;
  const from = cursor.pos;
  cursor.magic("OHDR");
  cursor.version(2);
  const flags = cursor.u8();
  if (flags & 0x20) cursor.advance(16);
  if (flags & 0x10) cursor.advance(4);
  const size = cursor.uint(1 << (flags & 3));
  const start = cursor.advance(size);
  checkSum(cursor, from);
  const blocks: Block[] = [{ start, end: start + size }];
  const prefix = flags & 4 ? 6 : 4;
  const messages: Message[] = [];
  let first = true;
  for (const block of blocks) {
    file.claim(block.end - block.start, "an object header");
    const inner = new Cursor(file, block.start, block.end, "an object header");
    let end = block.end;
    if (!first) {
      inner.magic("OCHK");
      end -= 4;
      const sum = new Cursor(file, Math.max(end, inner.pos), block.end, "an object header continuation");
      checkSum(sum, block.start);
    }
    first = false;
    while (end - inner.pos >= prefix) {
      const type = inner.u8();
      const length = inner.u16();
      const messageFlags = inner.u8();
      if (flags & 4) inner.advance(2);
      const data = inner.part(length, "a message of an object header");
      if (data.end > end) throw file.error("a message of an object header runs past its block");
      if (type === MESSAGE.continuation) blocks.push(continuation(data, blocks));
      else if (type !== 0) messages.push({ type, flags: messageFlags, start: data.pos, end: data.end });
      file.checkCount(messages.length, "messages in an object header");
    }
  }
  return messages;
}

function continuation(data: Cursor, blocks: Block[]): Block {
  const { file } = data;
  const address = data.address();
  const block = file.at(address, "an object header continuation", data.length());
  if (block.left < 8 || blocks.length > 10_000) {
    throw file.error("an object header has broken continuations", { fix: "The file is damaged" });
  }
  if (blocks.some((other) => block.pos < other.end && other.start < block.end)) {
    throw file.error("the continuation blocks of an object header form a cycle", { fix: "The file is damaged" });
  }
  return { start: block.pos, end: block.end };
}
