/** The raw bytes of a dataset: a view of the file where they lie in one piece, put together from chunks otherwise. */

import { PIECE } from "../pages";
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
  if (layout.kind === "chunked") {
    const plan = planChunks(file, storage, layout, size, Math.min(small, SMALL));
    const out = target ?? file.allocate(size, "a dataset");
    plan.slabs.forEach((chunks, i) => {
      const slab = out.subarray(i * plan.slabBytes, (i + 1) * plan.slabBytes);
      plan.open(slab);
      for (const chunk of chunks)
        plan.place(chunk, file.at(chunk.address, "a chunk", chunk.size).take(chunk.size), slab);
    });
    return out;
  }
  const place = onePiece(file, storage, size, small);
  if (!place) {
    const out = target ?? file.allocate(size, "a dataset");
    fillWith(out, storage.fill, width, file);
    return out;
  }
  const view = file.slice(place.start, place.end);
  if (!target) return view;
  target.set(view);
  return target;
}

/** As `readStorage`, a piece at a time, from a file that need not be in memory. A piece is whole elements; copy it. */
export async function* streamStorage(file: Hdf5File, storage: Storage): AsyncGenerator<Uint8Array> {
  const { layout, space, width } = storage;
  const size = space.count * width;
  if (size === 0) return;
  if (layout.kind === "chunked") {
    const plan = await file.pages.settle(() => planChunks(file, storage, layout, size, SMALL));
    const memory = file.allocate(Math.min(size, plan.slabBytes), "the chunks of a dataset");
    for (const [i, chunks] of plan.slabs.entries()) {
      const slab = memory.subarray(0, Math.min(plan.slabBytes, size - i * plan.slabBytes));
      plan.open(slab);
      for (const chunk of chunks) {
        const { pos, end } = file.at(chunk.address, "a chunk", chunk.size);
        plan.place(chunk, await file.pages.read(pos, end), slab);
      }
      yield slab;
    }
    return;
  }
  const place = onePiece(file, storage, size, SMALL);
  if (place) {
    yield* file.pages.stream(place.start, place.end);
    return;
  }
  const piece = file.allocate(Math.min(size, PIECE), "a dataset");
  fillWith(piece, storage.fill, width, file);
  for (let done = 0; done < size; done += piece.length) yield piece.subarray(0, Math.min(piece.length, size - done));
}

/** Where the bytes lie in one piece; nothing when there are none, and all elements have the fill value. */
function onePiece(
  file: Hdf5File,
  storage: Storage,
  size: number,
  small: number,
): { start: number; end: number } | undefined {
  const { layout } = storage;
  if (storage.filters.length > 0)
    throw file.error("a dataset that is not in chunks has filters", { fix: "The file is damaged" });
  if (layout.kind === "compact") {
    if (layout.size === size) return { start: layout.start, end: layout.start + size };
    throw file.error("a dataset's bytes do not fit its shape", {
      expected: `${size} bytes`,
      received: { bytes: layout.size },
    });
  }
  if (layout.kind !== "contiguous" || layout.address === NOWHERE) {
    checkSize(file, size, 0, small);
    return undefined;
  }
  const { pos, end } = file.at(layout.address, `a dataset of ${size} bytes`, size);
  return { start: pos, end };
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

/** A slab is at least this large, unless the dataset is smaller. */
const SLAB = 2 ** 18;

/** The chunks of a dataset by slabs: the rows of the first dimension that some chunks have. */
interface ChunkPlan {
  readonly slabs: readonly (readonly Chunk[])[];
  /** Bytes of a slab; the last one may be smaller. */
  readonly slabBytes: number;
  /** Makes the memory of a slab ready. */
  open(slab: Uint8Array): void;
  /** Puts a chunk, as it is stored, into the memory of its slab. */
  place(chunk: Chunk, stored: Uint8Array, slab: Uint8Array): void;
}

function planChunks(
  file: Hdf5File,
  storage: Storage,
  layout: Extract<Layout, { kind: "chunked" }>,
  size: number,
  small: number,
): ChunkPlan {
  const { space, filters, width } = storage;
  const { chunk } = layout;
  if (chunk.length !== space.shape.length || layout.elementSize !== width) {
    throw file.error("a dataset's chunks do not fit its shape", { received: { chunk, shape: space.shape } });
  }
  checkFilters(file, filters);
  const chunkSize = chunk.reduce((product, each) => product * each, width);
  const grid = space.shape.map((each, i) => Math.ceil(each / (chunk[i] as number)));
  const whole = grid.reduce((product, each) => product * each, chunkSize);
  checkSize(file, size, file.size, small);
  const chunks = file.once("chunks", storage.id, () => listChunks(file, layout, space, filters.length > 0));
  const stored = chunks.reduce((sum, each) => sum + each.size, 0);
  if (stored > file.size) throw file.error("the chunks of a dataset overlap", { fix: "The file is damaged" });
  checkSize(file, Math.max(size, Math.min(whole, chunks.length * chunkSize)), stored, small);
  const rowBytes = size / space.shape[0]!;
  const high = Math.min(grid[0]!, Math.ceil(SLAB / (rowBytes * chunk[0]!)));
  const slabs: Chunk[][] = Array.from({ length: Math.ceil(grid[0]! / high) }, () => []);
  const perRow = grid.slice(1).reduce((product, each) => product * each, 1);
  for (const each of chunks) slabs[Math.floor(each.index / (perRow * high))]!.push(each);
  const gaps = chunks.length * chunkSize < whole || storage.fill !== undefined;
  return {
    slabs,
    slabBytes: rowBytes * chunk[0]! * high,
    open: (slab) => {
      if (gaps) fillWith(slab, storage.fill, width, file);
    },
    place: (each, bytes, slab) => {
      const top = Math.floor(each.index / (perRow * high)) * high * chunk[0]!;
      placeChunk({ file, storage, layout, grid, chunkSize }, each, bytes, slab, top);
    },
  };
}

/** What holds for all chunks of a dataset. */
interface Chunks {
  readonly file: Hdf5File;
  readonly storage: Storage;
  readonly layout: Extract<Layout, { kind: "chunked" }>;
  /** Chunks along each dimension. */
  readonly grid: readonly number[];
  /** Bytes of one. */
  readonly chunkSize: number;
}

/** Unpacks a chunk into the slab whose first row is `top`. */
function placeChunk(
  all: Chunks,
  { index, size, mask }: Chunk,
  stored: Uint8Array,
  slab: Uint8Array,
  top: number,
): void {
  const { file, storage, layout, grid, chunkSize } = all;
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
  start[0]! -= top;
  const filters = edge && layout.plainEdges ? [] : storage.filters;
  if (!canUnpack(filters, mask, size, chunkSize)) {
    throw file.error("a chunk claims to unpack to more than its bytes can hold", {
      received: { stored: size, size: chunkSize },
    });
  }
  const bytes = unfilter(file, stored, filters, mask, chunkSize, width);
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
    slab.set(bytes.subarray(from * width, from * width + row), to * width);
    let i = rank - 2;
    while (i >= 0 && (at[i] = (at[i] as number) + 1) === count[i]) at[i--] = 0;
    if (i < 0) return;
  }
}
