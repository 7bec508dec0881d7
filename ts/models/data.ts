/** Training data as the engine reads it: rows of typed arrays. */
import { type AnyTypedArray, type NestedValues, narrow, tensorFrom } from "../core/convert";
import type { DType, TypedArray } from "../core/dtypes";
import { ShapeError, ValueError } from "../core/errors";
import { type Dims, type Shape, sizeOf } from "../core/shapes";
import { Tensor } from "../core/tensor";
import { Variable } from "../core/variable";
import { inOrder } from "./structure";

/** Rows of one array. */
export interface Rows {
  readonly values: TypedArray;
  readonly dtype: DType;
  /** The shape of one row. */
  readonly row: Dims;
  readonly count: number;
}

/** What may be given as data: arrays, tensors, several in a list or by name. */
export type DataLike = unknown;

/** One set of inputs, targets and weights. */
export interface Batch {
  readonly x: readonly Rows[];
  readonly y: readonly (Rows | undefined)[];
  readonly weights: readonly (Rows | undefined)[];
  readonly count: number;
}

/** Whether a value is one array rather than a list of them. */
function isArrayLike(value: unknown): boolean {
  if (value instanceof Tensor || value instanceof Variable || ArrayBuffer.isView(value)) return true;
  const isLeaf = (item: unknown): boolean => ["number", "boolean", "string"].includes(typeof item);
  if (!Array.isArray(value)) return isLeaf(value);
  for (let inner: unknown = value; ; inner = inner[0])
    if (!Array.isArray(inner)) return isLeaf(inner) || inner === undefined;
}

/** Rows of an array. `row` is the shape of a sample where it is known, for flat typed arrays. */
export function rowsOf(
  where: string,
  name: string,
  value: unknown,
  row: Shape | undefined,
  count?: number,
  wanted?: DType,
): Rows {
  const label = `${where}: ${name}`;
  let values: TypedArray;
  let dims: Dims;
  let dtype: DType;
  if (value instanceof Tensor || value instanceof Variable) {
    const tensor = value instanceof Variable ? value.value : value;
    values = tensor.peek();
    dims = tensor.dims;
    dtype = tensor.dtype;
  } else if (ArrayBuffer.isView(value)) {
    const flat = narrow(label, value as AnyTypedArray);
    values = flat.values;
    dtype = flat.dtype;
    dims = flatDims(label, values.length, row, count);
  } else if (Array.isArray(value)) {
    const tensor = fromNested(label, value as NestedValues, wanted);
    values = tensor.value!;
    dims = tensor.dims;
    dtype = tensor.dtype;
  } else {
    throw new ValueError(label, "is no array", {
      expected: "a tensor, nested arrays or a typed array",
      received: { value },
    });
  }
  if (dims.length === 0) throw new ShapeError(label, "has no rows: it is a scalar");
  return { values, dtype, row: dims.slice(1), count: dims[0]! };
}

function fromNested(label: string, value: NestedValues, wanted: DType | undefined): Tensor {
  // Rows given as typed arrays are read as if they were plain arrays.
  const plain = (item: unknown): unknown =>
    Array.isArray(item)
      ? typeof item[0] === "object"
        ? item.map(plain)
        : item
      : ArrayBuffer.isView(item)
        ? Array.from(item as never)
        : item;
  return tensorFrom(label, plain(value) as NestedValues, undefined, wanted === "int32" ? wanted : undefined);
}

function flatDims(label: string, length: number, row: Shape | undefined, count: number | undefined): number[] {
  if (row && !row.includes(null)) {
    const size = sizeOf(row as Dims);
    if (count !== undefined && length === count && size !== 1) return [length];
    if (size > 0 && length % size === 0 && (count === undefined || length / size === count))
      return [length / size, ...(row as Dims)];
    if (count === undefined) {
      throw new ShapeError(label, "the flat array does not divide into rows", {
        expected: `a multiple of ${size} values (rows of shape [${row}])`,
        received: `${length} values`,
      });
    }
  }
  if (count !== undefined && count > 0 && length % count === 0)
    return length === count ? [count] : [count, length / count];
  return [length];
}

/** What the inputs of a model look like. */
export interface InputSpec {
  readonly names: readonly string[];
  readonly shapes: readonly (Shape | undefined)[];
  /** The dtypes, where they are known. */
  readonly dtypes?: readonly DType[];
}

/** Inputs that have no names of their own: "x", or "x_0" and so on. */
export function namedInputs(shapes: readonly (Shape | undefined)[]): InputSpec {
  return { names: shapes.length === 1 ? ["x"] : shapes.map((_, i) => `x_${i}`), shapes };
}

/** Brings inputs, targets and sample weights to rows of equal count. @throws ShapeError or ValueError naming what is wrong. */
export function makeBatch(
  where: string,
  inputs: InputSpec,
  outputs: InputSpec,
  x: DataLike,
  y: DataLike,
  sampleWeight: DataLike,
): Batch {
  const xs = inOrder<unknown>(where, "x", x, inputs.names, isArrayLike).map((value, i) => {
    const name = inputs.names.length > 1 ? `x (${inputs.names[i]})` : "x";
    if (value === undefined) throw new ValueError(where, `${name} is missing`);
    const rows = rowsOf(where, name, value, inputs.shapes[i]?.slice(1), undefined, inputs.dtypes?.[i]);
    if (inputs.dtypes?.[i] !== "string") noText(where, name, rows);
    return checkInput(where, name, rows, inputs.shapes[i]);
  });
  const count = xs[0]!.count;
  const ys = inOrder<unknown>(where, "y", y, outputs.names, isArrayLike).map((value, i) => {
    if (value === undefined || value === null) return undefined;
    return rowsOf(
      where,
      outputs.names.length > 1 ? `y (${outputs.names[i]})` : "y",
      value,
      outputs.shapes[i]?.slice(1),
      count,
    );
  });
  const shared =
    outputs.names.length > 1 && isArrayLike(sampleWeight) && !Array.isArray((sampleWeight as unknown[])[0]);
  const list = shared
    ? outputs.names.map(() => sampleWeight)
    : inOrder<unknown>(where, "sampleWeight", sampleWeight, outputs.names, isArrayLike);
  const weights = list.map((value) =>
    value === undefined || value === null ? undefined : rowsOf(where, "sampleWeight", value, undefined, count),
  );
  for (const rows of ys) noText(where, "y", rows);
  for (const rows of weights) noText(where, "sampleWeight", rows);
  for (const [what, rows] of [
    ...xs.map((r) => ["x", r] as const),
    ...ys.map((r) => ["y", r] as const),
    ...weights.map((r) => ["sampleWeight", r] as const),
  ]) {
    if (rows && rows.count !== count) {
      throw new ShapeError(where, `${what} has another number of rows than x`, {
        expected: `${count}`,
        received: `${rows.count}`,
      });
    }
  }
  return { x: xs, y: ys, weights, count };
}

/** Refuses text where numbers are needed. */
function noText(where: string, name: string, rows: Rows | undefined): void {
  if (rows?.dtype !== "string") return;
  throw new ValueError(`${where}: ${name}`, "is text, no numbers", {
    received: { value: (rows.values as unknown as string[])[0] },
    fix: 'Text goes into input({ dtype: "string" }), before a layer such as textVectorization or stringLookup',
  });
}

function checkInput(where: string, name: string, rows: Rows, shape: Shape | undefined): Rows {
  if (!shape) return rows;
  const wanted = shape.slice(1);
  const fits = (row: Dims): boolean =>
    row.length === wanted.length && wanted.every((d, i) => d === null || d === row[i]);
  if (fits(rows.row)) return rows;
  // A last axis of 1 may be left out, as in Keras.
  if (wanted[wanted.length - 1] === 1 && fits([...rows.row, 1])) return { ...rows, row: [...rows.row, 1] };
  if (rows.row[rows.row.length - 1] === 1 && fits(rows.row.slice(0, -1)))
    return { ...rows, row: rows.row.slice(0, -1) };
  throw new ShapeError(`${where}: ${name}`, "the data does not fit the model's input", {
    expected: `shape [${shape.map((d) => d ?? "null").join(", ")}]`,
    received: `shape [${[rows.count, ...rows.row].join(", ")}]`,
  });
}

/** Rows [from, to): a view. */
export function sliceRows(rows: Rows, from: number, to: number): Rows {
  const size = sizeOf(rows.row);
  return { ...rows, values: rows.values.subarray(from * size, to * size) as TypedArray, count: to - from };
}

/** A part of a batch. */
export function sliceBatch(batch: Batch, from: number, to: number): Batch {
  const cut = <R extends Rows | undefined>(rows: R): R => (rows ? (sliceRows(rows, from, to) as R) : rows);
  return { x: batch.x.map(cut), y: batch.y.map(cut), weights: batch.weights.map(cut), count: to - from };
}

/** Weights of samples by their class, times given weights. */
export function withClassWeight(where: string, batch: Batch, classWeight: Readonly<Record<string, number>>): Batch {
  if (batch.y.length !== 1 || !batch.y[0])
    throw new ValueError(where, "classWeight works for models with one output and targets");
  if (batch.weights[0]) throw new ValueError(where, "classWeight and sampleWeight cannot be given together");
  const y = batch.y[0];
  const size = sizeOf(y.row);
  const values = new Float32Array(batch.count);
  for (let i = 0; i < batch.count; i++) {
    let label = y.values[i * size]!;
    if (size > 1) {
      label = 0;
      for (let c = 1; c < size; c++) if (y.values[i * size + c]! > y.values[i * size + label]!) label = c;
    }
    values[i] = classWeight[String(roundHalfEven(label))] ?? 1;
  }
  return { ...batch, weights: [{ values, dtype: "float32", row: [], count: batch.count }] };
}

function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  return value - low === 0.5 ? low + (low & 1) : Math.round(value);
}

/** A text that is equal for batches that the same program can read. */
export function signatureOf(batch: Batch): string {
  const one = (rows: Rows | undefined): string => (rows ? `${rows.dtype}[${rows.row}]` : "-");
  return [batch.x, batch.y, batch.weights].map((list) => list.map(one).join(",")).join("|");
}
