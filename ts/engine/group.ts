/** The layout of an elementwise group: which values live in blocks, which in memory, how inputs are broadcast. */
import {
  BLOCK,
  INPUT_CYCLE,
  INPUT_REPEAT,
  INPUT_SCALAR,
  INPUT_STRIDED,
  MAX_SLOTS,
  SUM_CHUNK,
} from "../../assembly/layout";
import { broadcastStrides, type Dims } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Place } from "../core/trace";
import { asOpNode, unview } from "../graph/walk";

/** A value of a group: in memory, or in a block of scratch. */
export interface GroupValue {
  /** The tensor in memory, if it lives there. */
  tensor: Tensor | undefined;
  slot: number;
}

/** An input that must be laid out block by block. */
export interface GroupInput {
  value: number;
  mode: number;
  inner: number;
  axes: readonly number[];
  tensor: Tensor;
}

/** One expression: kernel, operands and result as indices of values. */
export interface GroupExpression {
  kernel: string;
  operands: readonly number[];
  result: number;
}

/** A group ready to be encoded. */
export interface GroupLayout {
  elements: number;
  units: number;
  work: number;
  scratchBytes: number;
  values: GroupValue[];
  inputs: GroupInput[];
  expressions: GroupExpression[];
  /** Values whose rows are summed, chunk by chunk, and the chunks. */
  folds: { value: number; chunks: Tensor }[];
  /** Elements of such a row; 0 without folds. */
  columns: number;
  /** Where each expression comes from. */
  places: Place[];
  reads: Tensor[];
  /** Members that are written to memory. */
  stored: Tensor[];
  /** Pairs (stored member, input that dies here and whose memory it may take). */
  inPlace: [Tensor, Tensor][];
  slots: number;
  /** Its nodes, and its sums over rows with the nodes of their chunks. */
  nodes: readonly Tensor[];
  sums: ReadonlyMap<Tensor, Tensor>;
}

/** Cuts a group until each part has slots for its values. `foldsOf`: the sums over rows of a part. */
export function splitGroup(
  nodes: readonly Tensor[],
  users: ReadonlyMap<Tensor, Set<Tensor>>,
  foldsOf: (nodes: readonly Tensor[]) => ReadonlyMap<Tensor, Tensor>,
): GroupLayout[] {
  const layout = layoutGroup(nodes, users, foldsOf(nodes));
  if (nodes.length === 1 || layout.slots <= MAX_SLOTS) return [layout];
  const middle = nodes.length >> 1;
  return [nodes.slice(0, middle), nodes.slice(middle)].flatMap((part) => splitGroup(part, users, foldsOf));
}

/** Lays out a group. `folds`: sums of its members over rows, each with the node of its chunks. */
export function layoutGroup(
  nodes: readonly Tensor[],
  users: ReadonlyMap<Tensor, Set<Tensor>>,
  folds: ReadonlyMap<Tensor, Tensor> = new Map(),
): GroupLayout {
  const members = new Set([...nodes, ...folds.keys()]);
  const elements = nodes[0]!.size;
  const values: GroupValue[] = [];
  const inputs: GroupInput[] = [];
  const expressions: GroupExpression[] = [];
  const indexOf = new Map<Tensor, number>();
  const laidOut = new Map<string, number>();
  const reads = new Set<Tensor>();
  const lastUse: number[] = [];
  const stored = nodes.filter((node) => {
    for (const user of users.get(node) ?? []) if (user === node || !members.has(user)) return true;
    return false;
  });
  const inMemory = new Set(stored);

  const add = (value: GroupValue): number => values.push(value) - 1;
  const operand = (x: Tensor, node: Tensor): number => {
    const base = unview(x);
    const member = members.has(base) ? indexOf.get(base) : undefined;
    if (member !== undefined) return member;
    reads.add(base);
    if (x.size === elements) {
      let index = indexOf.get(base);
      if (index === undefined) indexOf.set(base, (index = add({ tensor: base, slot: -1 })));
      return index;
    }
    const lay = layOver(x.dims, node.dims);
    const key = `${base.id}|${lay.mode}|${lay.inner}|${lay.axes}`;
    let index = laidOut.get(key);
    if (index === undefined) {
      laidOut.set(key, (index = add({ tensor: undefined, slot: -1 })));
      inputs.push({ value: index, tensor: base, ...lay });
    }
    return index;
  };
  nodes.forEach((node, at) => {
    const own = asOpNode(node)!;
    const operands = own.inputs.map((x) => operand(x, node));
    for (const index of operands) lastUse[index] = at;
    const result = add({ tensor: inMemory.has(node) ? node : undefined, slot: -1 });
    lastUse[result] ??= at;
    indexOf.set(node, result);
    expressions.push({ kernel: own.op.kernel!(own), operands, result });
  });
  const summed = [...folds].map(([fold, chunks]) => {
    const value = indexOf.get(unview(asOpNode(fold)!.inputs[0]!))!;
    // Until the block is done.
    lastUse[value] = nodes.length;
    return { value, chunks };
  });
  const columns = summed.length ? summed[0]!.chunks.dims[2]! : 0;
  const slots = assignSlots(values, inputs, expressions, lastUse, columns);
  const unit = summed.length ? SUM_CHUNK * columns : BLOCK;
  return {
    elements,
    units: Math.ceil(elements / unit),
    work: Math.min(elements, unit) * (expressions.length + summed.length),
    folds: summed,
    columns,
    scratchBytes: MAX_SLOTS * BLOCK * 4 + values.length * 8,
    values,
    inputs,
    expressions,
    places: nodes.map((node) => node.place),
    reads: [...reads],
    stored,
    inPlace: inPlacePairs(values, expressions, lastUse, members),
    slots,
    nodes,
    sums: folds,
  };
}

/** Slots for values in blocks: inputs from the start, results from their expression, to the last use. */
function assignSlots(
  values: GroupValue[],
  inputs: readonly GroupInput[],
  expressions: readonly GroupExpression[],
  lastUse: readonly number[],
  columns: number,
): number {
  const free: number[] = [];
  let slots = 0;
  const take = (): number => free.pop() ?? slots++;
  const same = new Set(inputs.filter((input) => isSame(input, columns)).map((input) => input.value));
  for (const input of inputs) values[input.value]!.slot = take();
  expressions.forEach(({ operands, result }, at) => {
    const value = values[result]!;
    if (!value.tensor) value.slot = take();
    // What is laid out once for all blocks keeps its slot.
    for (const index of new Set([...operands, result])) {
      const { slot } = values[index]!;
      if (slot >= 0 && lastUse[index] === at && !same.has(index)) free.push(slot);
    }
  });
  return slots;
}

/** Whether an input lies in all blocks alike: as in assembly/kinds/group.ts. Of whole rows, blocks are shorter, and begin anew with each chunk. */
function isSame({ mode, inner }: GroupInput, columns: number): boolean {
  if (mode !== INPUT_CYCLE || columns === 0)
    return mode === INPUT_SCALAR || (mode === INPUT_CYCLE && BLOCK % inner === 0);
  return (Math.floor(BLOCK / columns) * columns) % inner === 0 && (SUM_CHUNK * columns) % inner === 0;
}

/** A stored result may take the memory of an input that no later expression reads. */
function inPlacePairs(
  values: readonly GroupValue[],
  expressions: readonly GroupExpression[],
  lastUse: readonly number[],
  members: ReadonlySet<Tensor>,
): [Tensor, Tensor][] {
  const pairs: [Tensor, Tensor][] = [];
  expressions.forEach(({ result }, at) => {
    const own = values[result]!.tensor;
    if (!own) return;
    values.forEach(({ tensor }, index) => {
      if (tensor && !members.has(tensor) && lastUse[index]! <= at) pairs.push([own, tensor]);
    });
  });
  return pairs;
}

/** How a smaller tensor lies over a larger shape. */
export function layOver(from: Dims, to: Dims): { mode: number; inner: number; axes: number[] } {
  const strides = broadcastStrides(from, to);
  const sizes: number[] = [];
  const steps: number[] = [];
  to.forEach((size, i) => {
    if (size === 1) return;
    const step = strides[i]!;
    const last = sizes.length - 1;
    if (last >= 0 && steps[last] === step * size) {
      sizes[last]! *= size;
      steps[last] = step;
    } else {
      sizes.push(size);
      steps.push(step);
    }
  });
  if (steps.every((step) => step === 0)) return { mode: INPUT_SCALAR, inner: 1, axes: [] };
  if (sizes.length === 2 && steps[0] === 0 && steps[1] === 1) return { mode: INPUT_CYCLE, inner: sizes[1]!, axes: [] };
  if (sizes.length === 2 && steps[0] === 1 && steps[1] === 0) return { mode: INPUT_REPEAT, inner: sizes[1]!, axes: [] };
  return { mode: INPUT_STRIDED, inner: 1, axes: [sizes.length, ...sizes, ...steps] };
}
