/** The members of a group, whichever of HDF5's three ways they are stored in. */

import { walkGroupTree } from "./btree1";
import { walkBtree2 } from "./btree2";
import { type Cursor, type Hdf5File, NOWHERE } from "./file";
import { openFractalHeap } from "./fractalheap";
import { MESSAGE, type ObjectHeader } from "./header";
import { openLocalHeap } from "./localheap";

/** A member of a group: the address of its header, or the kind of link that cannot be followed. */
export type Link = { address: number } | { refused: string };

/** Whether an object is a group. */
export function isGroup(header: ObjectHeader): boolean {
  return [MESSAGE.symbolTable, MESSAGE.linkInfo, MESSAGE.link, MESSAGE.groupInfo].some((type) => header.has(type));
}

/** The links of a group by name, in the order of the file. */
export function readLinks(header: ObjectHeader): ReadonlyMap<string, Link> {
  return header.file.once("links", header.address, () => {
    const links = new Map<string, Link>();
    const add = (name: string, link: Link): void => {
      if (name === "" || name === "." || name.includes("/")) {
        throw header.file.error("a member of a group has a name that no path can reach", { received: { name } });
      }
      if (links.has(name))
        throw header.file.error(`a group has two members named "${name}"`, { fix: "The file is damaged" });
      header.file.checkCount(links.size, "members in a group");
      links.set(name, link);
    };
    const table = header.find(MESSAGE.symbolTable, "a symbol table message");
    if (table) symbolTable(table, add);
    for (const message of header.all(MESSAGE.link, "a link message")) add(...readLink(message));
    const info = header.find(MESSAGE.linkInfo, "a link info message");
    if (info) denseLinks(info, add);
    return links;
  });
}

type Add = (name: string, link: Link) => void;

function symbolTable(message: Cursor, add: Add): void {
  const { file } = message;
  const tree = message.address();
  const nameAt = openLocalHeap(file, message.address());
  walkGroupTree(file, tree, (entry) => {
    const name = nameAt(entry.nameOffset);
    add(name, entry.soft ? { refused: "a soft link" } : { address: entry.header });
  });
}

/** Reads a link message (specification IV.A.2.g). */
function readLink(cursor: Cursor): [string, Link] {
  cursor.version(1);
  const flags = cursor.u8();
  const kind = flags & 8 ? cursor.u8() : 0;
  if (flags & 4) cursor.advance(8);
  if (flags & 16) cursor.advance(1);
  const size = cursor.uint(1 << (flags & 3));
  const name = cursor.part(size, "a link's name").text();
  if (kind === 0) return [name, { address: cursor.address() }];
  if (kind === 1) return [name, { refused: "a soft link" }];
  return [name, { refused: kind === 64 ? "an external link" : `a link of the user-defined kind ${kind}` }];
}

/** Reads the links that a link info message (specification IV.A.2.c) keeps in a fractal heap, if any. */
function denseLinks(message: Cursor, add: Add): void {
  const { file } = message;
  message.version(0);
  const flags = message.u8();
  if (flags & 1) message.advance(8);
  const heap = message.address();
  const tree = message.address();
  if (heap === NOWHERE || tree === NOWHERE) return;
  const objects = objectsOf(file, heap);
  walkBtree2(file, tree, [5], (record) => {
    record.advance(4);
    add(...readLink(objects(record)));
  });
}

/** Objects of a heap, none of which may be asked for twice: in a sound file each record has one of its own. */
export function objectsOf(file: Hdf5File, heap: number): (id: Cursor) => Cursor {
  const find = openFractalHeap(file, heap);
  return (id) => {
    const object = find(id);
    file.claim(object.left, "an object of a heap");
    return object;
  };
}
