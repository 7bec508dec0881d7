/** Old-style groups: a symbol table of nodes in a B-tree, with the names in a local heap. */

import { encodeText, type Pen, type Places, pad8 } from "./emit";

/** Members in a symbol table node, and children of a B-tree node (twice the superblock's k). */
export const LEAF_K = 4;
export const INTERNAL_K = 16;
const NODE_BYTES = 8 + 2 * LEAF_K * 40;
const TREE_BYTES = 24 + (2 * INTERNAL_K + 1) * 8 + 2 * INTERNAL_K * 8;

/** The addresses a group's symbol table message names. */
export interface TablePlan {
  tree: number;
  heap: number;
  /** Writes the table; `headers` are the members' header addresses, in the order the names were given. */
  write: (pen: Pen, headers: readonly number[]) => void;
}

interface Node {
  address: number;
  /** Name offsets: the name before the first below this node, and the last one below it. */
  before: number;
  last: number;
}

interface Level {
  nodes: Node[];
  children: Node[];
}

/** Plans the symbol table of a group with members of these names. */
export function planTable(places: Places, names: readonly string[]): TablePlan {
  const members = names.map((name, index) => ({ index, bytes: encodeText(name), offset: 0 }));
  members.sort((a, b) => compareBytes(a.bytes, b.bytes));
  // Offset 0 holds the empty name, which sorts before all others.
  let heapSize = 8;
  for (const member of members) {
    member.offset = heapSize;
    heapSize += pad8(member.bytes.length + 1);
  }
  const heap = places.take(32 + heapSize);
  const nodes: Node[] = [];
  for (let i = 0; i < members.length; i += 2 * LEAF_K) {
    const last = members[Math.min(members.length, i + 2 * LEAF_K) - 1]?.offset ?? 0;
    nodes.push({ address: places.take(NODE_BYTES), before: members[i - 1]?.offset ?? 0, last });
  }
  const levels: Level[] = [];
  for (let children = nodes; levels.length === 0 || children.length > 1; ) {
    const above: Node[] = [];
    for (let i = 0; i < Math.max(1, children.length); i += 2 * INTERNAL_K) {
      const own = children.slice(i, i + 2 * INTERNAL_K);
      above.push({ address: places.take(TREE_BYTES), before: own[0]?.before ?? 0, last: own.at(-1)?.last ?? 0 });
    }
    levels.push({ nodes: above, children });
    children = above;
  }
  const tree = levels.at(-1)?.nodes[0]?.address as number;

  const write = (pen: Pen, headers: readonly number[]): void => {
    // The local heap (specification III.D): no free space, which offset 1 stands for.
    pen.to(heap);
    pen.letters("HEAP");
    pen.u32(0);
    pen.u64(heapSize);
    pen.u64(1);
    pen.u64(heap + 32);
    for (const { bytes, offset } of members) {
      pen.to(heap + 32 + offset);
      pen.raw(bytes);
    }
    nodes.forEach((node, n) => {
      const own = members.slice(n * 2 * LEAF_K, (n + 1) * 2 * LEAF_K);
      pen.to(node.address);
      pen.letters("SNOD");
      pen.u8(1, 0);
      pen.u16(own.length);
      for (const { index, offset } of own) {
        pen.u64(offset);
        pen.u64(headers[index] as number);
        pen.to(pen.pos + 24);
      }
    });
    levels.forEach((level, height) => {
      writeLevel(pen, level, height);
    });
  };
  return { tree, heap, write };
}

/** Writes one level of the B-tree (specification III.A.1). */
function writeLevel(pen: Pen, { nodes, children }: Level, height: number): void {
  nodes.forEach((node, n) => {
    const own = children.slice(n * 2 * INTERNAL_K, (n + 1) * 2 * INTERNAL_K);
    pen.to(node.address);
    pen.letters("TREE");
    pen.u8(0, height);
    pen.u16(own.length);
    pen.u64(nodes[n - 1]?.address);
    pen.u64(nodes[n + 1]?.address);
    pen.u64(node.before);
    for (const child of own) {
      pen.u64(child.address);
      pen.u64(child.last);
    }
  });
}

/** Orders names by their bytes, as HDF5 compares them. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
