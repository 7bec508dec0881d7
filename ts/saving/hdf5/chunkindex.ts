/** The chunks of a dataset, whichever index lists them. */

import { walkChunkTree } from "./btree1";
import { walkBtree2 } from "./btree2";
import { walkExtensibleArray, walkFixedArray } from "./chunkarrays";
import type { Dataspace } from "./dataspace";
import { type Cursor, type Hdf5File, NOWHERE } from "./file";
import type { Layout } from "./layout";

/** A stored chunk: its place in the grid of chunks, where its bytes are, and the filters it skipped. */
export interface Chunk {
  /** Row-major number in the grid of chunks that the dataset's shape covers. */
  index: number;
  address: number;
  size: number;
  mask: number;
}

type Chunked = Extract<Layout, { kind: "chunked" }>;

/** Lists the stored chunks of a dataset; `filtered` when a pipeline is applied and each entry so has a size of its own. */
export function listChunks(file: Hdf5File, layout: Chunked, space: Dataspace, filtered: boolean): Chunk[] {
  const { address, chunk, index } = layout;
  if (address === NOWHERE) return [];
  const grid = space.shape.map((size, i) => Math.ceil(size / (chunk[i] as number)));
  const most = space.most.map((size, i) => Math.ceil(size / (chunk[i] as number)));
  const bytes = chunk.reduce((product, size) => product * size, layout.elementSize);
  const chunks = new Map<number, Chunk>();
  const add = (place: readonly number[], at: number, size: number, mask: number): void => {
    if (at === NOWHERE) return;
    let number = 0;
    for (let i = 0; i < grid.length; i++) {
      const each = place[i] as number;
      if (!(each < (grid[i] as number))) return; // left over from before the dataset was made smaller
      number = number * (grid[i] as number) + each;
    }
    if (chunks.has(number)) throw file.error("a dataset has two chunks for one place", { fix: "The file is damaged" });
    file.at(at, "a chunk", size);
    file.checkCount(chunks.size, "chunks in a dataset");
    chunks.set(number, { index: number, address: at, size, mask });
  };
  const element = (place: readonly number[], cursor: Cursor): void => {
    const at = cursor.address();
    const size = filtered ? cursor.uint(Math.max(0, cursor.left - 4)) : bytes;
    add(place, at, size, filtered ? cursor.u32() : 0);
  };

  switch (index.kind) {
    case "btree1":
      walkChunkTree(file, address, grid.length, (key, at) => {
        const place = key.offsets.map((offset, i) => offset / (chunk[i] as number));
        if (!place.every(Number.isInteger)) throw file.error("a chunk lies between the places for chunks");
        add(place, at, filtered ? key.size : bytes, key.mask);
      });
      break;
    case "single":
      add(
        grid.map(() => 0),
        address,
        index.size ?? bytes,
        index.mask,
      );
      break;
    case "implicit":
      for (const [number, place] of places(file, grid))
        add(place, address + linear(place, most, number) * bytes, bytes, 0);
      break;
    case "fixedArray":
      walkFixedArray(file, address, (number, cursor) => element(unravel(number, most), cursor));
      break;
    case "extensibleArray": {
      // The dimension without a limit counts as the slowest one.
      const free = Math.max(0, most.indexOf(Number.POSITIVE_INFINITY));
      const turned = [most[free] as number, ...most.filter((_, i) => i !== free)];
      walkExtensibleArray(file, address, (number, cursor) => {
        const [slowest, ...rest] = unravel(number, turned);
        rest.splice(free, 0, slowest as number);
        element(rest, cursor);
      });
      break;
    }
    case "btree2":
      walkBtree2(file, address, [10, 11], (record) => {
        // Address, size and mask first, then the place of the chunk, 8 bytes a dimension.
        const head = record.part(Math.max(0, record.left - 8 * grid.length), "a record of a chunk index");
        element(
          grid.map(() => record.uint(8)),
          head,
        );
      });
      break;
  }
  return [...chunks.values()];
}

/** A row-major number as a place; the slowest dimension takes what is left, so it may be without a limit. */
function unravel(number: number, sizes: readonly number[]): number[] {
  const place = new Array<number>(sizes.length).fill(0);
  for (let i = sizes.length - 1; i > 0; i--) {
    const size = sizes[i] as number;
    place[i] = size > 0 ? number % size : 0;
    number = size > 0 ? Math.floor(number / size) : 0;
  }
  place[0] = number;
  return place;
}

/** The row-major number of a place in a grid of `sizes`. */
function linear(place: readonly number[], sizes: readonly number[], fallback: number): number {
  let number = 0;
  for (let i = 0; i < sizes.length; i++) number = number * (sizes[i] as number) + (place[i] as number);
  return Number.isSafeInteger(number) ? number : fallback;
}

/** Every place of a grid, in order; more than the file has bytes cannot be stored. */
function* places(file: Hdf5File, grid: readonly number[]): Generator<[number, number[]]> {
  const count = grid.reduce((product, size) => product * size, 1);
  if (count > file.size)
    throw file.error("a dataset claims more chunks than the file can hold", { received: { count } });
  for (let number = 0; number < count; number++) yield [number, unravel(number, grid)];
}
