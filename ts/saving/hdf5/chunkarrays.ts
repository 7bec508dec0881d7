/** The two array-shaped chunk indexes of newer files: fixed arrays and extensible arrays. */

import { checkSum } from "./checksum";
import type { Cursor, Hdf5File } from "./file";
import { NOWHERE } from "./file";

/** Visits element number `index`; the cursor stands on it. */
export type VisitElement = (index: number, element: Cursor) => void;

/** Visits every element of the fixed array at an address (specification VII.C). */
export function walkFixedArray(file: Hdf5File, address: number, visit: VisitElement): void {
  const head = file.at(address, "a fixed array");
  const from = head.pos;
  head.magic("FAHD");
  head.version(0);
  const client = head.u8();
  const size = head.u8();
  const pageBits = head.u8();
  const count = head.length();
  const data = head.address();
  checkSum(head, from);
  if (data === NOWHERE) return;
  if (size === 0 || pageBits > 31)
    throw file.error("a fixed array has impossible sizes", { received: { size, pageBits } });
  const block = file.at(data, "the data block of a fixed array");
  const start = block.pos;
  block.magic("FADB");
  block.version(0);
  if (block.u8() !== client || block.address() !== address)
    throw file.error("a fixed array's data block belongs elsewhere");
  const perPage = 2 ** pageBits;
  if (count <= perPage) {
    elements(block, size, count, 0, visit);
    checkSum(block, start);
  } else {
    const pages = Math.ceil(count / perPage);
    const used = block.take(Math.ceil(pages / 8));
    checkSum(block, start);
    pagesOf(block, size, count, perPage, 0, (page) => bitSet(used, page), visit);
  }
  file.claim(block.pos - start, "a fixed array");
}

function bitSet(bits: Uint8Array, index: number): boolean {
  return (((bits[index >> 3] ?? 0) << (index & 7)) & 0x80) !== 0;
}

function elements(block: Cursor, size: number, count: number, first: number, visit: VisitElement): void {
  const list = block.part(size * count, "the elements of a chunk index");
  for (let i = 0; i < count; i++) visit(first + i, list.part(size, "an element of a chunk index"));
}

/** Pages of elements, each with its checksum; those never written to are skipped. */
function pagesOf(
  block: Cursor,
  size: number,
  count: number,
  perPage: number,
  first: number,
  isUsed: (page: number) => boolean,
  visit: VisitElement,
): void {
  for (let page = 0; page * perPage < count; page++) {
    const here = Math.min(perPage, count - page * perPage);
    const start = block.pos;
    if (isUsed(page)) {
      elements(block, size, here, first + page * perPage, visit);
      checkSum(block, start);
    } else {
      block.advance(size * here + 4);
    }
  }
}

/** Visits every element of the extensible array at an address (specification VII.D). */
export function walkExtensibleArray(file: Hdf5File, address: number, visit: VisitElement): void {
  const head = file.at(address, "an extensible array");
  const from = head.pos;
  head.magic("EAHD");
  head.version(0);
  const client = head.u8();
  const size = head.u8();
  const mostBits = head.u8();
  const inIndex = head.u8();
  const smallest = head.u8();
  const pointers = head.u8();
  const pageBits = head.u8();
  for (let i = 0; i < 6; i++) head.length();
  const indexAddress = head.address();
  checkSum(head, from);
  if (indexAddress === NOWHERE) return;
  const log = Math.log2(smallest);
  const logPointers = Math.log2(pointers);
  const superBlocks = 1 + mostBits - log;
  if (
    size === 0 ||
    mostBits > 64 ||
    pageBits > 31 ||
    !Number.isInteger(log) ||
    !Number.isInteger(logPointers) ||
    superBlocks < 1
  ) {
    throw file.error("an extensible array has impossible sizes", { received: { size, mostBits, smallest, pointers } });
  }
  const index = file.at(indexAddress, "an extensible array");
  const start = index.pos;
  const open = (block: Cursor, letters: string): void => {
    block.magic(letters);
    block.version(0);
    if (block.u8() !== client || block.address() !== address)
      throw file.error("a block of a chunk index belongs elsewhere");
  };
  open(index, "EAIB");
  elements(index, size, inIndex, 0, visit);

  const offsetBytes = Math.ceil(mostBits / 8);
  const perPage = 2 ** pageBits;
  const dataBlock = (
    at: number,
    count: number,
    first: number,
    isUsed: ((page: number) => boolean) | undefined,
  ): void => {
    if (at === NOWHERE) return;
    const block = file.at(at, "an extensible array");
    const blockStart = block.pos;
    open(block, "EADB");
    block.advance(offsetBytes);
    if (isUsed && count > perPage) {
      checkSum(block, blockStart);
      pagesOf(block, size, count, perPage, first, isUsed, visit);
    } else {
      elements(block, size, count, first, visit);
      checkSum(block, blockStart);
    }
    file.claim(block.pos - blockStart, "an extensible array");
  };
  // Super block s has 2^floor(s/2) data blocks of smallest * 2^ceil(s/2) elements. The data blocks of the first ones are
  // listed in the index block itself.
  const direct = Math.min(superBlocks, 2 * logPointers);
  let first = inIndex;
  for (let s = 0; s < superBlocks; s++) {
    const blocks = 2 ** Math.floor(s / 2);
    const count = smallest * 2 ** Math.ceil(s / 2);
    if (s < direct) {
      for (let i = 0; i < blocks; i++) dataBlock(index.address(), count, first + i * count, undefined);
    } else {
      const at = index.address();
      if (at !== NOWHERE) {
        const block = file.at(at, "an extensible array");
        const blockStart = block.pos;
        open(block, "EASB");
        block.advance(offsetBytes);
        const pages = count > perPage ? count / perPage : 0;
        // Room for whole bytes per data block, but the bits of all of them follow one another without gaps.
        const used = block.take(Math.ceil(pages / 8) * blocks);
        const addresses: number[] = [];
        for (let i = 0; i < blocks; i++) addresses.push(block.address());
        checkSum(block, blockStart);
        file.claim(block.pos - blockStart, "an extensible array");
        addresses.forEach((each, i) => {
          dataBlock(each, count, first + i * count, (page) => bitSet(used, i * pages + page));
        });
      }
    }
    first += blocks * count;
  }
  checkSum(index, start);
  file.claim(index.pos - start, "an extensible array");
}
