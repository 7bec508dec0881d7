/** The local heap: the names of the members of an old-style group. */

import { Cursor, type Hdf5File } from "./file";

/** Opens the local heap at an address (specification III.D); the answer reads the name at an offset into it. */
export function openLocalHeap(file: Hdf5File, address: number): (offset: number) => string {
  const head = file.at(address, "a local heap");
  head.magic("HEAP");
  head.version(0);
  head.advance(3);
  const size = head.length();
  head.length();
  const data = file.at(head.address(), "the data of a local heap", size);
  file.claim(size, "a local heap");
  return (offset) => {
    if (!(offset < size)) throw file.error("a member's name lies outside its heap", { fix: "The file is damaged" });
    const cursor = new Cursor(file, data.pos + offset, data.end, "a local heap");
    const name = cursor.zeroEnded();
    file.claim(cursor.pos - data.pos - offset, "a member's name");
    return name;
  };
}
