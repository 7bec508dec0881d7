/** Version 2 B-trees: the index of links, attributes, chunks and huge heap objects in newer files. */

import { checkSum } from "./checksum";
import { bytesFor, type Cursor, type Hdf5File, NOWHERE } from "./file";

/** Visits every record of the tree at an address (specification III.A.2), which must be of one of `types`. */
export function walkBtree2(
  file: Hdf5File,
  address: number,
  types: readonly number[],
  visit: (record: Cursor) => void,
): void {
  const head = file.at(address, "a B-tree header");
  const from = head.pos;
  head.magic("BTHD");
  head.version(0);
  const type = head.u8();
  if (!types.includes(type)) throw file.error("a B-tree holds records of another kind", { received: { type } });
  const nodeSize = head.u32();
  const recordSize = head.u16();
  const depth = head.u16();
  head.advance(2);
  const root = head.address();
  const rootCount = head.u16();
  head.length();
  checkSum(head, from);
  if (root === NOWHERE || rootCount === 0) return;
  // Signature, version, type and checksum take 10 bytes of each node.
  const leafMost = Math.floor((nodeSize - 10) / recordSize);
  if (!(recordSize > 0) || !(leafMost > 0) || depth > 32) {
    throw file.error("a B-tree has impossible sizes", { received: { nodeSize, recordSize, depth } });
  }
  const countWidth = bytesFor(leafMost);
  // totals[d]: the width of the field for "records below", in pointers to nodes of depth d.
  const totals = [0];
  let below = leafMost;
  for (let d = 1; d <= depth; d++) {
    const pointer = file.offsetSize + countWidth + (totals[d - 1] as number);
    const most = Math.floor((nodeSize - 10 - pointer) / (recordSize + pointer));
    if (!(most > 0)) throw file.error("a B-tree has impossible sizes", { received: { nodeSize, recordSize, depth } });
    below = (most + 1) * below + most;
    totals.push(bytesFor(below));
  }
  const met = new Set<number>();
  const enter = (node: number, count: number, level: number): void => {
    if (met.has(node)) throw file.error("a B-tree contains a cycle", { fix: "The file is damaged" });
    met.add(node);
    const cursor = file.at(node, "a B-tree node", nodeSize);
    const start = cursor.pos;
    cursor.magic(level > 0 ? "BTIN" : "BTLF");
    cursor.version(0);
    if (cursor.u8() !== type) throw file.error("a B-tree node is of another kind than its tree");
    const records = cursor.part(count * recordSize, "the records of a B-tree");
    const children: Array<[number, number]> = [];
    if (level > 0) {
      for (let i = 0; i <= count; i++) {
        children.push([cursor.address(), cursor.uint(countWidth)]);
        cursor.advance(totals[level - 1] as number);
      }
    }
    checkSum(cursor, start);
    file.claim(cursor.pos - start, "a B-tree node");
    for (let i = 0; i <= count; i++) {
      const child = children[i];
      if (child) enter(child[0], child[1], level - 1);
      if (i < count) visit(records.part(recordSize, "a record of a B-tree"));
    }
  };
  enter(root, rootCount, depth);
}
