/** The kind "reduce": folds axes away. */
import { SUM_CHUNK } from "../../../assembly/layout";
import { type TensorLike, toTensor } from "../../core/convert";
import type { DType } from "../../core/dtypes";
import { isInteger } from "../../core/dtypes";
import { ShapeError } from "../../core/errors";
import type { Lowering, Op, OpNode, OpTable } from "../../core/op";
import { checkOptions } from "../../core/options";
import { type Dims, normalizeAxes, sizeOf } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { reshape } from "../view/reshape";

/** Options of a reduction. */
export interface ReduceOptions {
  /** The axis or axes to fold; all when absent. */
  axis?: number | readonly number[] | null;
  /** Whether folded axes stay, with size 1. */
  keepdims?: boolean;
}

/** What a reduction adds to its kind. */
export interface ReduceSpec {
  name: string;
  keras?: string;
  reference(values: readonly number[]): number;
  /** The gradient of x; `y` and `g` have the folded axes with size 1. */
  gradient?(x: Tensor, y: Tensor, g: Tensor, k: OpTable): Tensor;
  /** The record of its chunks by themselves, where there is one: long folds are then shared between threads. */
  chunks?: Op;
  /** The value of an empty fold, or undefined where there is none. */
  empty?: number;
  /** An option of its own: what it makes of x, or of the result. */
  option?: {
    readonly name: string;
    before?(x: Tensor, value: unknown): Tensor;
    after?(y: Tensor, value: unknown): Tensor;
  };
}

/** A reduction as a function, with its record. */
export interface ReduceFunction<O = unknown> {
  (x: TensorLike, options?: ReduceOptions & O): Tensor;
  op: Op;
  spec: ReduceSpec;
}

/** Makes a reduction. Its node folds one run of neighbouring axes; others become a chain of nodes. */
export function reduction<O = unknown>(spec: ReduceSpec): ReduceFunction<O> {
  const op: Op = {
    name: spec.name,
    kind: "reduce",
    keras: spec.keras,
    infer: ([x], { from, to }) => ({ shape: kept(x!.dims, from as number, to as number), dtype: x!.dtype }),
    ...(spec.chunks && { prepare: (node) => [chunked(node, spec.chunks!) ?? node.inputs[0]!] }),
    lower: (node) => {
      const x = node.inputs[0]!;
      if (x.source.kind === "op" && x.source.op === spec.chunks) return lowerJoin(node, `${spec.name}_join`);
      return lowerReduce(node, isInteger(x.dtype) ? `${spec.name}_i32` : spec.name);
    },
    gradient:
      spec.gradient &&
      (({ inputs: [x], output }, g, k) => [isInteger(x!.dtype) ? undefined : spec.gradient!(x!, output, g, k)]),
  };
  const { option } = spec;
  const keys = ["axis", "keepdims", ...(option ? [option.name] : [])];
  const fn = callable(spec.name, (x: TensorLike, options?: ReduceOptions & O): Tensor => {
    const own = checkOptions<ReduceOptions>(spec.name, options, keys, `ops.${spec.name}(x, { axis: 1 })`);
    const { axis, keepdims } = own;
    const given = option ? ((own as Record<string, unknown>)[option.name] ?? undefined) : undefined;
    let tensor = toTensor(spec.name, x);
    if (given !== undefined && option?.before) tensor = option.before(tensor, given);
    if (tensor.dtype !== "float32") tensor = cast(tensor, "int32");
    const axes = normalizeAxes(spec.name, axis, tensor.rank);
    const dims = tensor.dims;
    if (spec.empty === undefined && axes.some((a) => dims[a] === 0)) {
      throw new ShapeError(spec.name, "an empty axis has no such value", {
        expected: "at least one element along the folded axes",
        received: { "x.shape": dims, axis },
      });
    }
    // From the last run to the first, so that axes keep their numbers.
    for (const [from, to] of runs(axes).reverse()) tensor = makeNode(op, [tensor], { from, to });
    const y = keepdims ? tensor : reshape(tensor, withoutAxes(dims, axes));
    return given !== undefined && option?.after ? option.after(y, given) : y;
  });
  return Object.assign(fn, { op, spec });
}

/** Checks the options of a fold that is made of others, in its own name. */
export function foldOptions(name: string, options: ReduceOptions | undefined): ReduceOptions {
  return checkOptions(name, options, ["axis", "keepdims"], `ops.${name}(x, { axis: 1 })`);
}

/** The instruction of a fold over axes [from, to) of the first input. */
export function lowerReduce({ inputs, attributes }: OpNode, kernel: string): Lowering {
  const dims = inputs[0]!.dims;
  const from = attributes.from as number;
  const to = attributes.to as number;
  const outer = sizeOf(dims.slice(0, from));
  const n = sizeOf(dims.slice(from, to));
  const inner = sizeOf(dims.slice(to));
  const columns = kernel.startsWith("arg") ? 1 : 16;
  const units = inner === 1 || columns === 1 ? outer * inner : outer * Math.ceil(inner / columns);
  const work = Math.max(1, inner === 1 ? n : n * Math.min(inner, columns));
  // A chunk of a block of columns, and its sums in float64.
  return { kernel, units, work, words: [outer, n, inner], scratchBytes: columns * 12 };
}

/** A fold over fewer elements is not worth splitting, nor one that has units enough as it is. */
const LONG = 2 ** 15;
const UNITS_ENOUGH = 16;

/** The chunks of a long fold as a node of their own. */
function chunked(node: OpNode, op: Op): Tensor | undefined {
  const x = node.inputs[0]!;
  const { units, words } = lowerReduce(node, op.name);
  const n = words[1] as number;
  if (x.dtype !== "float32" || x.size < LONG || units >= UNITS_ENOUGH || n < 4 * SUM_CHUNK) return undefined;
  return makeNode(op, [x], node.attributes);
}

/** The record of the chunks of a fold: [outer, chunk, inner]. */
export function chunksOp(name: string): Op {
  const split = ({ inputs: [x], attributes }: Pick<OpNode, "inputs" | "attributes">): [number, number, number] => {
    const [from, to] = [attributes.from as number, attributes.to as number];
    return [sizeOf(x!.dims.slice(0, from)), sizeOf(x!.dims.slice(from, to)), sizeOf(x!.dims.slice(to))];
  };
  return {
    name,
    kind: "reduce",
    infer: (inputs, attributes) => {
      const [outer, n, inner] = split({ inputs, attributes });
      return { shape: [outer, Math.ceil(n / SUM_CHUNK), inner], dtype: "float32" };
    },
    lower: (node) => {
      const [outer, n, inner] = split(node);
      return {
        kernel: name,
        units: outer * Math.ceil(n / SUM_CHUNK),
        work: SUM_CHUNK * inner,
        words: [outer, n, inner],
      };
    },
  };
}

/** The instruction that folds chunks in their order. */
function lowerJoin({ inputs: [chunks] }: OpNode, kernel: string): Lowering {
  const [outer, count, inner] = chunks!.dims as [number, number, number];
  const units = inner === 1 ? outer : outer * Math.ceil(inner / 16);
  return { kernel, units, work: count * Math.min(inner, 16), words: [outer, count, inner] };
}

function kept(dims: Dims, from: number, to: number): number[] {
  return dims.map((d, i) => (i >= from && i < to ? 1 : d));
}

/** The shape without some axes. */
export function withoutAxes(dims: Dims, axes: readonly number[]): number[] {
  return dims.filter((_, i) => !axes.includes(i));
}

function runs(axes: readonly number[]): [number, number][] {
  const out: [number, number][] = [];
  for (const axis of axes) {
    const last = out[out.length - 1];
    if (last && last[1] === axis) last[1] = axis + 1;
    else out.push([axis, axis + 1]);
  }
  return out;
}

/** Options of argmax and argmin. */
export interface ArgOptions {
  /** The axis to search; the flattened tensor when absent. */
  axis?: number | null;
  keepdims?: boolean;
}

/** argmax or argmin as a function, with its record. */
export interface ArgFunction {
  (x: TensorLike, options?: ArgOptions): Tensor;
  op: Op;
}

/** Makes argmax or argmin: int32 indices, the first among equals, NaN first of all. */
export function argReduction(name: string, keras: string): ArgFunction {
  const op: Op = {
    name,
    kind: "reduce",
    keras,
    infer: ([x], { from, to }) => ({ shape: kept(x!.dims, from as number, to as number), dtype: "int32" as DType }),
    lower: (node) => lowerReduce(node, isInteger(node.inputs[0]!.dtype) ? `${name}_i32` : name),
  };
  const fn = callable(name, (x: TensorLike, options?: ArgOptions): Tensor => {
    const { axis, keepdims } = checkOptions(name, options, ["axis", "keepdims"], `ops.${name}(x, { axis: -1 })`);
    let tensor = toTensor(name, x);
    if (tensor.dtype !== "float32") tensor = cast(tensor, "int32");
    const flat = axis === undefined || axis === null;
    const rank = tensor.rank;
    if (flat) tensor = reshape(tensor, [tensor.size]);
    const at = normalizeAxes(name, flat ? 0 : axis, tensor.rank)[0]!;
    const dims = tensor.dims;
    if (dims[at] === 0)
      throw new ShapeError(name, "an empty axis has no such index", { received: { "x.shape": dims, axis } });
    const node = makeNode(op, [tensor], { from: at, to: at + 1 });
    if (flat) return reshape(node, keepdims ? new Array<number>(rank).fill(1) : []);
    return keepdims ? node : reshape(node, withoutAxes(dims, [at]));
  });
  return Object.assign(fn, { op });
}
