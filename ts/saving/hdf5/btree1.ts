/** Version 1 B-trees: the members of an old-style group, and the chunks of an old-style dataset. */

import { type Cursor, type Hdf5File, NOWHERE } from "./file";

/** A member as an old-style group lists it; `soft` when it is a link by path. */
export interface SymbolEntry {
  nameOffset: number;
  header: number;
  soft: boolean;
}

/** Visits every member of the group whose tree is at an address (specification III.A.1 and III.B). */
export function walkGroupTree(file: Hdf5File, address: number, visit: (entry: SymbolEntry) => void): void {
  walk(
    file,
    address,
    0,
    (cursor) => {
      cursor.length();
    },
    (_key, child) => symbolNode(file, child, visit),
  );
}

function symbolNode(file: Hdf5File, address: number, visit: (entry: SymbolEntry) => void): void {
  const cursor = file.at(address, "a symbol table node");
  const start = cursor.pos;
  cursor.magic("SNOD");
  cursor.version(1);
  cursor.advance(1);
  const count = cursor.u16();
  for (let i = 0; i < count; i++) {
    const nameOffset = cursor.length();
    const header = cursor.address();
    const cache = cursor.u32();
    cursor.advance(20);
    visit({ nameOffset, header, soft: cache === 2 });
  }
  file.claim(cursor.pos - start, "a symbol table node");
}

/** A chunk as the tree lists it: the place of its first element, its stored size and the filters it skipped. */
export interface ChunkKey {
  offsets: number[];
  size: number;
  mask: number;
}

/** Visits every chunk of a dataset of `rank` dimensions (specification III.A.1, node type 1). */
export function walkChunkTree(
  file: Hdf5File,
  address: number,
  rank: number,
  visit: (key: ChunkKey, address: number) => void,
): void {
  const readKey = (cursor: Cursor): ChunkKey => {
    const size = cursor.u32();
    const mask = cursor.u32();
    const offsets: number[] = [];
    for (let i = 0; i < rank; i++) offsets.push(cursor.uint(8));
    cursor.advance(8);
    return { offsets, size, mask };
  };
  walk(file, address, 1, readKey, visit);
}

/** Walks a tree from its root; levels fall by one at each step and no node is met twice, so it always ends. */
function walk<Key>(
  file: Hdf5File,
  root: number,
  type: 0 | 1,
  readKey: (cursor: Cursor) => Key,
  visit: (key: Key, child: number) => void,
): void {
  const met = new Set<number>();
  const enter = (address: number, level: number | undefined): void => {
    if (met.has(address)) throw file.error("a B-tree contains a cycle", { fix: "The file is damaged" });
    met.add(address);
    const cursor = file.at(address, "a B-tree node");
    const start = cursor.pos;
    cursor.magic("TREE");
    const nodeType = cursor.u8();
    const nodeLevel = cursor.u8();
    if (nodeType !== type || (level !== undefined && nodeLevel !== level)) {
      throw file.error("a B-tree node is not of the kind its place asks for", { fix: "The file is damaged" });
    }
    const used = cursor.u16();
    cursor.address();
    cursor.address();
    for (let i = 0; i < used; i++) {
      const key = readKey(cursor);
      const child = cursor.address();
      if (nodeLevel > 0) {
        enter(child, nodeLevel - 1);
      } else {
        if (type === 0) {
          if (met.has(child)) throw file.error("a B-tree contains a cycle", { fix: "The file is damaged" });
          met.add(child);
        }
        visit(key, child);
      }
    }
    file.claim(cursor.pos - start, "a B-tree node");
  };
  if (root !== NOWHERE) enter(root, undefined);
}
