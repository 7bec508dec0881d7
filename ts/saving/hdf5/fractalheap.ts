/** Fractal heaps: where newer files keep the links of large groups and the attributes of objects with many. */

import { walkBtree2 } from "./btree2";
import { checkSum, compareSum } from "./checksum";
import { bytesFor, Cursor, type Hdf5File, NOWHERE } from "./file";

/** A fractal heap (specification III.G), opened by `openFractalHeap`. */
interface Heap {
  file: Hdf5File;
  address: number;
  idSize: number;
  hugeTree: number;
  checksummed: boolean;
  width: number;
  startSize: number;
  directRows: number;
  offsetBytes: number;
  lengthBytes: number;
  root: number;
  rootRows: number;
}

/** Opens the fractal heap at an address; the answer finds the object that a heap id stands for. */
export function openFractalHeap(file: Hdf5File, address: number): (id: Cursor) => Cursor {
  const heap = file.once("fractal heap", address, () => readHeapHeader(file, address));
  return (id) => {
    const first = id.u8();
    if (first >> 6 !== 0) throw file.unsupported(`version ${first >> 6} of heap ids`);
    switch ((first >> 4) & 3) {
      case 0: {
        const offset = id.uint(heap.offsetBytes);
        const length = id.uint(heap.lengthBytes);
        return managed(heap, offset, length);
      }
      case 1:
        return huge(heap, id);
      case 2: {
        const long = heap.idSize > 17;
        const length = long ? (((first & 15) << 8) | id.u8()) + 1 : (first & 15) + 1;
        return id.part(length, "an object of a heap");
      }
      default:
        throw file.error("a heap id is of an unknown kind", { fix: "The file is damaged" });
    }
  };
}

function readHeapHeader(file: Hdf5File, address: number): Heap {
  const cursor = file.at(address, "a fractal heap");
  const start = cursor.pos;
  cursor.magic("FRHP");
  cursor.version(0);
  const idSize = cursor.u16();
  const filterSize = cursor.u16();
  const flags = cursor.u8();
  const mostManaged = cursor.u32();
  cursor.length();
  const hugeTree = cursor.address();
  cursor.length();
  cursor.address();
  for (let i = 0; i < 8; i++) cursor.length();
  const width = cursor.u16();
  const startSize = cursor.length();
  const mostDirect = cursor.length();
  const heapBits = cursor.u16();
  cursor.advance(2);
  const root = cursor.address();
  const rootRows = cursor.u16();
  if (filterSize > 0) throw file.unsupported("a heap with filters");
  checkSum(cursor, start);
  file.claim(cursor.pos - start, "a fractal heap");
  const powers = [width, startSize, mostDirect].every((size) => size > 0 && Number.isInteger(Math.log2(size)));
  if (!powers || mostDirect < startSize || heapBits > 64 || rootRows > 64 || idSize < 2) {
    throw file.error("a fractal heap has impossible sizes", { received: { width, startSize, mostDirect, heapBits } });
  }
  return {
    file,
    address,
    idSize,
    hugeTree,
    checksummed: (flags & 2) !== 0,
    width,
    startSize,
    directRows: Math.log2(mostDirect) - Math.log2(startSize) + 2,
    offsetBytes: Math.ceil(heapBits / 8),
    lengthBytes: Math.min(Math.ceil(Math.log2(mostDirect) / 8), bytesFor(mostManaged)),
    root,
    rootRows,
  };
}

function rowSize(heap: Heap, row: number): number {
  return heap.startSize * 2 ** Math.max(0, row - 1);
}

/** Finds an object in the doubling table of blocks; each step down goes to a smaller block, so it always ends. */
function managed(heap: Heap, offset: number, length: number): Cursor {
  const { file, width, startSize } = heap;
  const first = width * startSize;
  let address = heap.root;
  let rest = offset;
  let blockStart = 0;
  let size = startSize;
  let rows = heap.rootRows;
  while (rows > 0) {
    const row = rest < first ? 0 : Math.floor(Math.log2(rest / first)) + 1;
    const rowStart = row === 0 ? 0 : first * 2 ** (row - 1);
    size = rowSize(heap, row);
    const column = Math.floor((rest - rowStart) / size);
    if (row >= rows || !(column >= 0 && column < width)) break;
    address = childBlock(heap, address, blockStart, rows, row * width + column);
    blockStart += rowStart + column * size;
    rest -= rowStart + column * size;
    rows = row < heap.directRows ? 0 : Math.log2(size) - Math.log2(first) + 1;
  }
  if (rows !== 0 || !(rest + length <= size)) {
    throw file.error("a heap id points outside its heap", { received: { offset, length }, fix: "The file is damaged" });
  }
  const block = file.at(address, "a block of a heap", size);
  file.once("heap block", address, () => checkDirect(heap, block, blockStart, size));
  return new Cursor(file, block.pos + rest, block.pos + rest + length, "an object of a heap");
}

function checkDirect(heap: Heap, block: Cursor, blockStart: number, size: number): number {
  const { file } = heap;
  const cursor = new Cursor(file, block.pos, block.end, "a block of a heap");
  checkPrefix(heap, cursor, "FHDB", blockStart);
  // The checksum is taken with its own field as zeros.
  if (heap.checksummed) {
    const copy = file.slice(block.pos, block.end).slice();
    const at = cursor.pos - block.pos;
    copy.fill(0, at, at + 4);
    compareSum(cursor, cursor.u32(), copy);
  }
  file.claim(size, "a block of a heap");
  return size;
}

function checkPrefix(heap: Heap, cursor: Cursor, letters: string, blockStart: number): void {
  cursor.magic(letters);
  cursor.version(0);
  if (cursor.address() !== heap.address || cursor.uint(heap.offsetBytes) !== blockStart) {
    throw heap.file.error("a block of a heap belongs elsewhere", { fix: "The file is damaged" });
  }
}

/** The address in entry `entry` of the indirect block at an address. */
function childBlock(heap: Heap, address: number, blockStart: number, rows: number, entry: number): number {
  const { file, width } = heap;
  const children = file.once("indirect block", address, () => {
    const cursor = file.at(address, "an indirect block of a heap");
    const start = cursor.pos;
    checkPrefix(heap, cursor, "FHIB", blockStart);
    const list: number[] = [];
    for (let i = 0; i < rows * width; i++) list.push(cursor.address());
    checkSum(cursor, start);
    file.claim(cursor.pos - start, "an indirect block of a heap");
    return list;
  });
  return children[entry] ?? NOWHERE;
}

/** Objects too large for the heap's blocks lie in the file on their own. */
function huge(heap: Heap, id: Cursor): Cursor {
  const { file } = heap;
  if (heap.idSize > file.offsetSize + file.lengthSize) {
    const address = id.address();
    return file.at(address, "a huge object of a heap", id.length());
  }
  const wanted = id.uint(Math.min(id.left, heap.idSize - 1, 8));
  const all = file.once("huge objects", heap.hugeTree, () => {
    const found = new Map<number, [number, number]>();
    walkBtree2(file, heap.hugeTree, [1], (record) => {
      const address = record.address();
      const length = record.length();
      found.set(record.length(), [address, length]);
    });
    return found;
  });
  const place = all.get(wanted);
  if (!place) throw file.error("a huge object is missing from its heap", { fix: "The file is damaged" });
  return file.at(place[0], "a huge object of a heap", place[1]);
}
