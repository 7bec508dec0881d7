/** The global heap: where variable-length strings are kept. */

import { pad8 } from "./emit";
import type { Hdf5File } from "./file";

interface Item {
  start: number;
  size: number;
}

/** The bytes of an object of the collection at an address (specification III.E). */
export function globalHeapObject(file: Hdf5File, address: number, index: number): Uint8Array {
  const items = file.once("global heap", address, () => readCollection(file, address));
  const item = items.get(index);
  if (!item) {
    throw file.error("a string is missing from the file's global heap", { received: { address, index } });
  }
  return file.slice(item.start, item.start + item.size);
}

function readCollection(file: Hdf5File, address: number): Map<number, Item> {
  const head = file.at(address, "a global heap");
  const start = head.pos;
  head.magic("GCOL");
  head.version(1);
  head.advance(3);
  const size = head.length();
  const cursor = file.at(address, "a global heap", size);
  file.claim(size, "a global heap");
  // The headers of the collection and of each object are padded to 8 bytes, as objects are; object 0 is the free space.
  cursor.advance(pad8(head.pos - start));
  const items = new Map<number, Item>();
  while (cursor.left >= 16) {
    const index = cursor.u16();
    cursor.advance(6);
    const length = cursor.length();
    if (index === 0) break;
    cursor.advance(8 - file.lengthSize);
    const at = cursor.advance(length);
    cursor.advance(Math.min(cursor.left, pad8(length) - length));
    items.set(index, { start: at, size: length });
  }
  return items;
}
