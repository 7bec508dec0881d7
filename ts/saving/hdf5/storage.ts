/** The raw bytes of a dataset: a view of the file where they lie in one piece, put together from chunks otherwise. */

import { type Chunk, listChunks } from "./chunkindex";
import type { Dataspace } from "./dataspace";
import { type Hdf5File, NOWHERE } from "./file";
import { canUnpack, checkFilters, unfilter } from "./filters";
import type { Filter, Layout } from "./layout";

/** What is needed to read a dataset's bytes. */
export interface Storage {
  /** The address of the dataset's header. */
  id: number;
  layout: Layout;
  filters: readonly Filter[];
  fill: Uint8Array | undefined;
  space: Dataspace;
  /** Bytes of one element. */
  width: number;
}

/** A dataset in chunks may be this large, as in Keras ... */
const MOST_BYTES = 2 ** 32;
/** ... and no more than this many times the bytes stored for it ... */
const MOST_EXPANSION = 1000;
/** ... unless it is small. */
const SMALL = 2 ** 26;

/**
 * The bytes of a dataset, in row-major order and the file's byte order. Into `target` when it is given; otherwise a view
 * of the file when the bytes lie there in one piece, and new memory when they do not.
 */
export function readStorage(file: Hdf5File, storage: Storage, small: number = SMALL, target?: Uint8Array): Uint8Array {
  const { layout, space, width } = storage;
  const size = space.count * width;
  if (size === 0) return target ?? new Uint8Array(0);
  if (layout.kind === "chunked") return readChunks(file, storage, layout, size, Math.min(small, SMALL), target);
  if (storage.filters.length > 0)
    throw file.error("a dataset that is not in chunks has filters", { fix: "The file is damaged" });
  if (layout.kind === "contiguous" && layout.address === NOWHERE) {
    checkSize(file, size, 0, small);
    const out = target ?? file.allocate(size, "a dataset");
    fillWith(out, storage.fill, width, file);
    return out;
  }
  if (layout.kind === "compact" && layout.size !== size) {
    throw file.error("a dataset's bytes do not fit its shape", {
      expected: `${size} bytes`,
      received: { bytes: layout.size },
    });
  }
  const view =
    layout.kind === "compact"
      ? file.bytes.subarray(layout.start, layout.start + size)
      : file.at(layout.address, `a dataset of ${size} bytes`, size).take(size);
  if (!target) return view;
  target.set(view);
  return target;
}

function checkSize(file: Hdf5File, size: number, stored: number, small: number): void {
  if (size <= MOST_BYTES && (size <= small || size <= MOST_EXPANSION * stored)) return;
  throw file.error("a dataset claims to be far larger than what the file holds of it", {
    expected: `at most ${MOST_BYTES} bytes, and at most ${MOST_EXPANSION} times the bytes stored`,
    received: { size, stored },
    fix: "The file is damaged or made to exhaust memory",
  });
}

function fillWith(out: Uint8Array, fill: Uint8Array | undefined, width: number, file: Hdf5File): void {
  if (!fill || fill.every((byte) => byte === 0)) {
    out.fill(0);
    return;
  }
  if (fill.length !== width)
    throw file.error("a dataset's fill value is not of its datatype", { fix: "The file is damaged" });
  out.set(fill.subarray(0, out.length));
  for (let done = width; done < out.length; done *= 2) out.copyWithin(done, 0, done);
}

function readChunks(
  file: Hdf5File,
  storage: Storage,
  layout: Extract<Layout, { kind: "chunked" }>,
  size: number,
  small: number,
  target: Uint8Array | undefined,
): Uint8Array {
  const { space, filters, width } = storage;
  const { chunk } = layout;
  if (chunk.length !== space.shape.length || layout.elementSize !== width) {
    throw file.error("a dataset's chunks do not fit its shape", { received: { chunk, shape: space.shape } });
  }
  checkFilters(file, filters);
  const chunkSize = chunk.reduce((product, each) => product * each, width);
  const grid = space.shape.map((each, i) => Math.ceil(each / (chunk[i] as number)));
  const whole = grid.reduce((product, each) => product * each, chunkSize);
  checkSize(file, size, file.bytes.length, small);
  const chunks = file.once("chunks", storage.id, () => listChunks(file, layout, space, filters.length > 0));
  const stored = chunks.reduce((sum, each) => sum + each.size, 0);
  if (stored > file.bytes.length) throw file.error("the chunks of a dataset overlap", { fix: "The file is damaged" });
  checkSize(file, Math.max(size, Math.min(whole, chunks.length * chunkSize)), stored, small);
  const out = target ?? file.allocate(size, "a dataset");
  if (chunks.length * chunkSize < whole || storage.fill) fillWith(out, storage.fill, width, file);
  for (const each of chunks) placeChunk(file, storage, layout, each, grid, chunkSize, out);
  return out;
}

function placeChunk(
  file: Hdf5File,
  storage: Storage,
  layout: Extract<Layout, { kind: "chunked" }>,
  { index, address, size, mask }: Chunk,
  grid: readonly number[],
  chunkSize: number,
  out: Uint8Array,
): void {
  const { space, width } = storage;
  const { shape } = space;
  const { chunk } = layout;
  const rank = shape.length;
  const start = new Array<number>(rank).fill(0);
  const count = new Array<number>(rank).fill(0);
  let rest = index;
  let edge = false;
  for (let i = rank - 1; i >= 0; i--) {
    const each = chunk[i] as number;
    start[i] = (rest % (grid[i] as number)) * each;
    rest = Math.floor(rest / (grid[i] as number));
    count[i] = Math.min(each, (shape[i] as number) - (start[i] as number));
    edge ||= count[i] !== each;
  }
  const filters = edge && layout.plainEdges ? [] : storage.filters;
  if (!canUnpack(filters, mask, size, chunkSize)) {
    throw file.error("a chunk claims to unpack to more than its bytes can hold", {
      received: { stored: size, size: chunkSize },
    });
  }
  const bytes = unfilter(file, file.at(address, "a chunk", size).take(size), filters, mask, chunkSize, width);
  // Row by row along the last dimension; `at` counts through the others.
  const row = (count[rank - 1] as number) * width;
  const at = new Array<number>(rank).fill(0);
  for (;;) {
    let from = 0;
    let to = 0;
    for (let i = 0; i < rank; i++) {
      from = from * (chunk[i] as number) + (at[i] as number);
      to = to * (shape[i] as number) + (start[i] as number) + (at[i] as number);
    }
    out.set(bytes.subarray(from * width, from * width + row), to * width);
    let i = rank - 2;
    while (i >= 0 && (at[i] = (at[i] as number) + 1) === count[i]) at[i--] = 0;
    if (i < 0) return;
  }
}
