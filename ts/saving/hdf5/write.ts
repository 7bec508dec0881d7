/** Writing an HDF5 file as h5py does by default: superblock 0, symbol tables, contiguous datasets. */

import { DeviceError, ValueError } from "../../core/errors";
import { Pen, Places } from "./emit";
import { MESSAGE } from "./header";
import type { Hdf5AttributeSpec, Hdf5DatasetSpec, Hdf5GroupSpec, Hdf5NodeSpec } from "./spec";
import { INTERNAL_K, LEAF_K, planTable } from "./writegroup";
import { attributeMessages, datasetMessages, planHeader } from "./writeobject";
import { prepare, StringHeap, writeValue } from "./writevalues";

const SUPERBLOCK_BYTES = 96;
const MOST_DEPTH = 128;

/** A file whose places are all given out, ready to be written. */
export interface Hdf5Plan {
  /** The bytes of the file. */
  readonly size: number;
  /** Writes the file into the first `size` bytes of memory that is zero. */
  writeTo(target: Uint8Array): void;
}

type Write = (pen: Pen) => void;

/**
 * Lays a file out without writing it, for writing it straight into a larger piece of memory.
 * Throws ValueError, naming the object, when a name, shape, dtype or attribute cannot be written.
 *
 * @example
 * const plan = planHdf5(root);
 * plan.writeTo(memory.subarray(pos, pos + plan.size));
 */
export function planHdf5(root: Hdf5GroupSpec): Hdf5Plan {
  const places = new Places(SUPERBLOCK_BYTES);
  const heap = new StringHeap(places);
  const writes: Write[] = [];
  const top = planGroup(root, "/", 0, places, heap, writes);
  const size = places.end;
  return {
    size,
    writeTo(target) {
      const pen = new Pen(target.subarray(0, size), 0);
      writeSuperblock(pen, top, size);
      heap.write(pen);
      for (const write of writes) write(pen);
    },
  };
}

/**
 * Writes an HDF5 file with the same structures as h5py's defaults; h5py, Keras and every HDF5 library read it. The same
 * tree always gives the same bytes. Throws ValueError, naming the object, when a name, shape, dtype or attribute cannot be
 * written, and DeviceError when there is no memory for the file.
 *
 * @example
 * const data = new Float32Array([1, 2]);
 * const bytes = writeHdf5({ kind: "group", members: new Map([["0", { kind: "dataset", dtype: "float32", shape: [2], data }]]) });
 */
export function writeHdf5(root: Hdf5GroupSpec): Uint8Array {
  const plan = planHdf5(root);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(plan.size);
  } catch {
    throw new DeviceError("writeHdf5", "there is no memory for the file", { received: { bytes: plan.size } });
  }
  plan.writeTo(bytes);
  return bytes;
}

interface Planned {
  header: number;
  table?: { tree: number; heap: number };
}

function planNode(
  node: Hdf5NodeSpec,
  path: string,
  depth: number,
  places: Places,
  heap: StringHeap,
  writes: Write[],
): Planned {
  return node.kind === "group"
    ? planGroup(node, path, depth, places, heap, writes)
    : planDataset(node, path, places, heap, writes);
}

function planGroup(
  group: Hdf5GroupSpec,
  path: string,
  depth: number,
  places: Places,
  heap: StringHeap,
  writes: Write[],
): Planned {
  if (depth > MOST_DEPTH)
    throw new ValueError(path, "groups are nested too deeply", { expected: `${MOST_DEPTH} levels or fewer` });
  const names = [...group.members.keys()];
  for (const name of names) {
    if (name === "" || name === "." || name.includes("/") || name.includes("\0")) {
      throw new ValueError(path, "a member of a group cannot have this name", {
        expected: 'a name that is not empty or "." and has no "/"',
        received: { name },
      });
    }
  }
  const table = planTable(places, names);
  const symbols = {
    type: MESSAGE.symbolTable,
    flags: 0,
    size: 16,
    write: (pen: Pen): void => {
      pen.u64(table.tree);
      pen.u64(table.heap);
    },
  };
  const header = planHeader(places, [symbols, ...attributeMessages(group.attributes, heap, path)]);
  const prefix = path === "/" ? "/" : `${path}/`;
  const headers = names.map((name) => {
    const member = group.members.get(name) as Hdf5NodeSpec;
    return planNode(member, prefix + name, depth + 1, places, heap, writes).header;
  });
  writes.push(header.write, (pen) => table.write(pen, headers));
  return { header: header.address, table };
}

function planDataset(node: Hdf5DatasetSpec, path: string, places: Places, heap: StringHeap, writes: Write[]): Planned {
  const value = prepare(node, heap, path);
  let attributes: ReadonlyMap<string, Hdf5AttributeSpec> | undefined = node.attributes;
  if (node.dtype === "bfloat16") attributes = new Map([...(attributes ?? []), ["dtype", "bfloat16"]]);
  const extra = attributeMessages(attributes, heap, path);
  const address = value.size > 0 ? places.take(value.size) : undefined;
  const header = planHeader(places, [...datasetMessages(value, address), ...extra]);
  writes.push(header.write);
  if (address !== undefined) {
    writes.push((pen) => {
      pen.to(address);
      writeValue(pen, value);
    });
  }
  return { header: header.address };
}

/** Writes the superblock (specification II.A, version 0) with the root's symbol table entry. */
function writeSuperblock(pen: Pen, root: Planned, size: number): void {
  pen.to(0);
  pen.u8(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
  pen.u8(0, 0, 0, 0, 0, 8, 8, 0);
  pen.u16(LEAF_K);
  pen.u16(INTERNAL_K);
  pen.u32(0);
  pen.u64(0);
  pen.u64(undefined);
  pen.u64(size);
  pen.u64(undefined);
  pen.u64(0);
  pen.u64(root.header);
  // Cache type 1: the addresses of the root's tree and heap are repeated here.
  pen.u32(1);
  pen.u32(0);
  pen.u64(root.table?.tree);
  pen.u64(root.table?.heap);
}
