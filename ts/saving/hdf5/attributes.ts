/** The attributes of a group or dataset. */

import { walkBtree2 } from "./btree2";
import { widen } from "./convert";
import { readDataspace } from "./dataspace";
import { type Hdf5Type, readDatatype } from "./datatype";
import { Cursor, decodeText, NOWHERE } from "./file";
import { followShared, MESSAGE, type ObjectHeader } from "./header";
import { objectsOf } from "./links";
import { decodeValues, type Hdf5Data } from "./values";

/** What an attribute holds: one value for a scalar, an array or list of strings otherwise, null for "empty". */
export type Hdf5Value = number | bigint | boolean | string | Hdf5Data | null;

interface Place {
  /** The attribute message, from its version byte. */
  start: number;
  end: number;
}

/**
 * The attributes of one object, read when they are asked for.
 *
 * @example group.attributes.get("name") // "dense_1"
 */
export class Hdf5Attributes {
  readonly #header: ObjectHeader;
  readonly #path: string;

  constructor(header: ObjectHeader, path: string) {
    this.#header = header;
    this.#path = path;
  }

  /** The names of the attributes. Throws FormatError when the file is broken there. */
  keys(): string[] {
    return [...this.#places().keys()];
  }

  /** Whether there is an attribute of that name. Throws FormatError when the file is broken there. */
  has(name: string): boolean {
    return this.#places().has(name);
  }

  /**
   * The value of an attribute, or undefined when there is none. A 64-bit integer is a number when a number holds it
   * exactly and a bigint otherwise; float16 and bfloat16 arrays come as their 16-bit patterns, like `Hdf5Dataset.read`.
   * Throws FormatError when the file is broken there, or the attribute is of a datatype that cannot be read.
   *
   * @example group.attributes.get("keras_version") // "3.15.1"
   */
  get(name: string): Hdf5Value | undefined {
    const place = this.#places().get(name);
    if (!place) return undefined;
    return this.#inside(() => readValue(this.#header, place, name));
  }

  #places(): ReadonlyMap<string, Place> {
    const header = this.#header;
    return this.#inside(() => header.file.once("attributes", header.address, () => listAttributes(header)));
  }

  #inside<T>(body: () => T): T {
    return this.#header.file.inside(this.#path, body);
  }
}

function listAttributes(header: ObjectHeader): Map<string, Place> {
  const places = new Map<string, Place>();
  const add = (message: Cursor): void => {
    const place = { start: message.pos, end: message.end };
    header.file.checkCount(places.size, "attributes on an object");
    places.set(readHead(message).name, place);
  };
  for (const message of header.all(MESSAGE.attribute, "an attribute")) add(message);
  const info = header.find(MESSAGE.attributeInfo, "an attribute info message");
  if (info) denseAttributes(info, add);
  return places;
}

/** Reads the attributes that an attribute info message (specification IV.A.2.v) keeps in a fractal heap, if any. */
function denseAttributes(message: Cursor, add: (message: Cursor) => void): void {
  const { file } = message;
  message.version(0);
  const flags = message.u8();
  if (flags & 1) message.advance(2);
  const heap = message.address();
  const tree = message.address();
  if (heap === NOWHERE || tree === NOWHERE) return;
  const objects = objectsOf(file, heap);
  walkBtree2(file, tree, [8], (record) => {
    const object = objects(record.part(8, "a heap id"));
    if (record.u8() & 2) throw file.unsupported("an attribute in the shared message heap");
    add(object);
  });
}

interface Head {
  name: string;
  type: Cursor;
  space: Cursor;
  typeShared: boolean;
}

/** Reads the first part of an attribute message (specification IV.A.2.m), versions 1 to 3, up to the value. */
function readHead(cursor: Cursor): Head {
  const version = cursor.version(1, 2, 3);
  const flags = cursor.u8();
  const sizes = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version === 3) cursor.advance(1);
  const [name, type, space] = sizes.map((size) => {
    const part = cursor.part(size, "an attribute");
    if (version === 1) cursor.advance((8 - (size % 8)) % 8);
    return part;
  }) as [Cursor, Cursor, Cursor];
  if (version > 1 && flags & 2) throw cursor.file.unsupported("an attribute with a shared dataspace");
  const raw = name.take(name.left);
  const zero = raw.indexOf(0);
  const text = decodeText(zero < 0 ? raw : raw.subarray(0, zero));
  return { name: text, type, space, typeShared: version > 1 && (flags & 1) === 1 };
}

function readValue(header: ObjectHeader, place: Place, name: string): Hdf5Value {
  const { file } = header;
  const cursor = new Cursor(file, place.start, place.end, `the attribute "${name}"`);
  const head = readHead(cursor);
  const type: Hdf5Type = readDatatype(head.typeShared ? followShared(head.type, MESSAGE.datatype) : head.type);
  const space = readDataspace(head.space);
  if (space.isNull) return null;
  const raw = cursor.take(space.count * type.size);
  const data = decodeValues(file, raw, type, space.count, `the attribute "${name}"`);
  if (space.shape.length > 0 || type.dtype === "opaque" || type.dtype === "compound") return data;
  const value = data[0] as number | bigint | string;
  if (type.dtype === "bool") return value !== 0;
  if (typeof value === "bigint" && BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))) {
    return Number(value);
  }
  if (type.dtype === "float16" || type.dtype === "bfloat16") return widen(data as Uint16Array, type.dtype)[0] as number;
  return value;
}
