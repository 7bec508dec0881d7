/** Weights that Keras 3 quantized (`model.quantize`), as floats. */
import { FormatError } from "../core/errors";
import { derived, valuesOf } from "./derived";
import { countOf, type StoredArray } from "./stored";

/** A layer whose weights may be quantized. */
export interface QuantizedLayer {
  /** What errors call it. */
  readonly where: string;
  readonly className: string;
  /** The shapes of its weights: the kernel or table, then the bias where there is one. */
  readonly shapes: readonly (readonly number[])[];
  /** The equation of an EinsumDense: of several scales it tells which belongs to which element. */
  readonly equation?: string;
}

const CLASSES = new Set(["Dense", "EinsumDense", "Embedding", "ReversibleEmbedding"]);
/** Statistics that float8 training keeps behind the weights. */
const FLOAT8_EXTRAS = 6;

/** The arrays of a layer as floats; those that are not quantized as they are. */
export function dequantized(layer: QuantizedLayer, arrays: readonly StoredArray[]): readonly StoredArray[] {
  const count = layer.shapes.length;
  if (layer.className === "ReversibleEmbedding" && count === 2) return bothWays(layer, arrays);
  if (!CLASSES.has(layer.className) || arrays.length <= count) return arrays;
  const isFloat8 =
    arrays.length === count + FLOAT8_EXTRAS && arrays.slice(count).every(({ shape }) => shape.length < 2);
  if (isFloat8) return arrays.slice(0, count);
  // Keras 3.1 wrote the bias first.
  const place = arrays.slice(0, count).findIndex(({ dtype }) => dtype === "int8");
  if (place < 0) {
    if (!arrays.some(({ dtype }) => dtype === "uint8")) return arrays;
    throw new FormatError(layer.where, "its weights are quantized in a way that is not read (ternary, GPTQ or AWQ)", {
      expected: "int8, int4 or float8",
      fix: "Save the model before it is quantized",
    });
  }
  const quantized = arrays[place]!;
  const others = arrays.slice(0, count).filter((_, i) => i !== place);
  const [scale, zero, groups] = arrays.slice(count);
  const [shape] = layer.shapes;
  const whole = countOf(quantized.shape) === countOf(shape!);
  const name = quantized.name;
  const values = async (): Promise<Float32Array> => {
    const [numbers, scales] = [await valuesOf(quantized), await valuesOf(scale!)];
    if (whole && zero === undefined) return scaled(layer, numbers, scales);
    return int4(layer, quantized, numbers, {
      scale: scale!,
      scales,
      zero: zero && (await valuesOf(zero)),
      groups: groups && (await valuesOf(groups)),
    });
  };
  return [derived(name, shape!, values), ...others];
}

/** The table of a ReversibleEmbedding, and the kernel of its way back. */
function bothWays(layer: QuantizedLayer, arrays: readonly StoredArray[]): readonly StoredArray[] {
  const [table, kernel] = layer.shapes;
  const [rows, columns] = kernel!;
  const second = arrays.findIndex(
    ({ dtype, shape }, i) =>
      i > 0 && dtype === "int8" && shape[1] === columns && (shape[0] === rows || shape[0] === Math.ceil(rows! / 2)),
  );
  if (second < 0) return arrays;
  const [first, back] = [arrays.slice(0, second), arrays.slice(second)];
  // The groups of the way back are those of the table.
  const groups = back.length > 2 && first[3] ? [first[3]] : [];
  return [
    ...dequantized({ ...layer, className: "Embedding", shapes: [table!] }, first),
    ...dequantized({ ...layer, className: "Dense", shapes: [kernel!] }, [...back, ...groups]),
  ];
}

/** Numbers over the scale of their channel. */
function scaled(layer: QuantizedLayer, numbers: Float32Array, scales: Float32Array): Float32Array {
  const channel = channelsOf(layer, scales.length);
  return numbers.map((value, i) => value / scales[channel(i)]!);
}

/** The channel of each element: the last axis of a Dense, the row of a table, the kept axes of an EinsumDense. */
function channelsOf({ where, className, shapes, equation }: QuantizedLayer, count: number): (i: number) => number {
  const shape = shapes[0]!;
  if (className.endsWith("Embedding")) {
    const width = shape[1]!;
    return (i) => Math.floor(i / width);
  }
  if (className === "Dense" || !equation) return (i) => i % count;
  const [inputs = "", output = ""] = equation.replace(/\s|\.\.\./g, "").split("->");
  const kernel = inputs.split(",")[1] ?? "";
  const kept = [...output].filter((label) => kernel.includes(label));
  if (kernel.length !== shape.length || countOf(kept.map((label) => shape[kernel.indexOf(label)]!)) !== count) {
    throw new FormatError(where, "the scales of its weights do not fit its equation", {
      received: { equation, scales: count },
    });
  }
  return (i) => {
    const at: number[] = [];
    let rest = i;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at[axis] = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return kept.reduce((sum, label) => sum * shape[kernel.indexOf(label)]! + at[kernel.indexOf(label)]!, 0);
  };
}

/** How int4 numbers become floats. */
interface Int4 {
  readonly scale: StoredArray;
  readonly scales: Float32Array;
  /** With groups: what is taken off before. */
  readonly zero: Float32Array | undefined;
  /** The group of each row, or of each column of a table. */
  readonly groups: Float32Array | undefined;
}

/** Two numbers of four bits stand in a byte, the lower one first. */
function nibble(byte: number, high: boolean): number {
  const bits = high ? (byte >> 4) & 15 : byte & 15;
  return bits < 8 ? bits : bits - 16;
}

function int4(layer: QuantizedLayer, packed: StoredArray, bytes: Float32Array, how: Int4): Float32Array {
  const shape = layer.shapes[0]!;
  const isTable = layer.className.endsWith("Embedding");
  const total = countOf(shape);
  // Until Keras 3.13 the first axis that is summed over was packed, later the columns of the kernel as a matrix.
  const axis = packed.shape.findIndex((size, i) => size !== shape[i]);
  const old = packed.shape.length === shape.length && axis >= 0 && axis < shape.length - 1 && how.zero === undefined;
  const numbers = new Float32Array(total);
  if (old) {
    const inner = countOf(shape.slice(axis + 1));
    const [length, half] = [shape[axis]!, packed.shape[axis]!];
    for (let i = 0; i < total; i++) {
      const [outer, at, rest] = [Math.floor(i / (inner * length)), Math.floor(i / inner) % length, i % inner];
      numbers[i] = nibble(bytes[(outer * half + (at >> 1)) * inner + rest]!, (at & 1) === 1);
    }
    return scaled(layer, numbers, how.scales);
  }
  const byRows = packed.shape.length === 2 && axis === 0 && packed.shape[0] === Math.ceil(shape[0]! / 2);
  const rows = byRows ? shape[0]! : packed.shape[0]!;
  const columns = total / rows;
  const half = packed.shape[1] ?? 0;
  if (packed.shape.length !== 2 || half !== (byRows ? columns : Math.ceil(columns / 2))) {
    throw new FormatError(layer.where, "its packed weights do not fit", {
      expected: `a kernel of shape [${shape}] in bytes`,
      received: { shape: packed.shape },
    });
  }
  for (let i = 0; i < total; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    numbers[i] = byRows
      ? nibble(bytes[(row >> 1) * half + column]!, (row & 1) === 1)
      : nibble(bytes[row * half + (column >> 1)]!, (column & 1) === 1);
  }
  const { zero, scales } = how;
  if (!zero) return isTable ? scaled(layer, numbers, scales) : numbers.map((value, i) => value / scales[i % columns]!);
  const groupCount = scales.length / (isTable ? rows : columns);
  const block = Math.ceil((isTable ? columns : rows) / groupCount);
  const groupOf = (at: number): number => Math.min(groupCount - 1, how.groups?.[at] ?? Math.floor(at / block));
  return numbers.map((value, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const at = isTable ? row * groupCount + groupOf(column) : groupOf(row) * columns + column;
    return (value - zero[at]!) * scales[at]!;
  });
}
