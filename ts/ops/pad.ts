import { type TensorLike, toTensor } from "../core/convert";
import { ShapeError, ValueError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { BORDERS } from "./kinds/border";
import { take } from "./take";

/** The record of `pad`. */
export const padOp: Op = {
  name: "pad",
  kind: "move",
  keras: "keras.src.ops.numpy.Pad",
  infer: ([x], { before, after }) => ({
    shape: x!.dims.map((d, i) => d + (before as number[])[i]! + (after as number[])[i]!),
    dtype: x!.dtype,
  }),
  gradient: ({ inputs: [x], attributes: { before } }, g, k) => [k.slice(g, before as number[], x!.dims)],
  lower: ({ inputs: [x], attributes: { before, value }, output }) => {
    const dims = output.dims.length ? output.dims : [1];
    const own = x!.dims.length ? x!.dims : [1];
    const start = (before as number[]).length ? (before as number[]) : [0];
    const run = dims[dims.length - 1]!;
    const word = output.dtype === "float32" ? { f: value as number } : (value as number);
    const size = sizeOf(dims);
    return {
      kernel: "pad",
      units: size === 0 ? 0 : size / run,
      work: run,
      words: [word, dims.length, ...dims, ...own, ...start],
    };
  },
};

/** Elements before and after, for each axis. */
export type PadWidth = readonly (readonly [number, number])[];

/** Options of `pad`. */
export interface PadOptions {
  /** "constant" (the default), or of what is inside: "edge", "reflect", "symmetric" or "wrap". */
  mode?: string;
  /** What the border holds; 0 by default. */
  constantValues?: number | null;
}

function border(x: TensorLike, padWidth: PadWidth | number, options?: PadOptions): Tensor {
  const tensor = toTensor("pad", x);
  const { mode, constantValues } = checkOptions(
    "pad",
    options,
    ["mode", "constantValues"],
    "ops.pad(x, [[1, 1], [2, 2]], { constantValues: 0 })",
  );
  const inside = mode === undefined || mode === "constant" ? undefined : BORDERS[mode];
  if (!inside && mode !== undefined && mode !== "constant") {
    throw new ValueError("pad", "the mode is not supported", {
      expected: `"constant", ${Object.keys(BORDERS)
        .map((name) => `"${name}"`)
        .join(", ")}`,
      received: { mode },
    });
  }
  const widths = typeof padWidth === "number" ? tensor.dims.map(() => [padWidth, padWidth] as const) : padWidth;
  const legal = (w: unknown): boolean => Number.isInteger(w) && (w as number) >= 0;
  if (widths.length !== tensor.rank || !widths.every((w) => w.length === 2 && w.every(legal))) {
    throw new ShapeError("pad", "padWidth does not fit the tensor", {
      expected: `${tensor.rank} pairs of whole numbers that are not negative`,
      received: { padWidth, "x.shape": tensor.shape },
    });
  }
  if (widths.every(([a, b]) => a === 0 && b === 0)) return tensor;
  if (inside) {
    return widths.reduce((x, [from, to], axis) => {
      const size = tensor.dims[axis]!;
      const places = Array.from({ length: from + size + to }, (_, i) => inside(i - from, size));
      return from + to === 0 ? x : take(x, places, { axis });
    }, tensor);
  }
  const [before, after] = [widths.map((w) => w[0]), widths.map((w) => w[1])];
  return makeNode(padOp, [tensor], { before, after, value: constantValues ?? 0 });
}

/**
 * The tensor with a border of one value, or of what is inside.
 *
 * @throws ShapeError when padWidth does not have a pair for every axis.
 * @example K.eval(ops.pad([1, 2], [[1, 2]])) // [0. 1. 2. 0. 0.]
 */
export const pad: ((x: TensorLike, padWidth: PadWidth | number, options?: PadOptions) => Tensor) & { op?: Op } =
  Object.assign(callable("pad", border), { op: padOp });
