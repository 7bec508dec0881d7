import { type TensorLike, toIndices } from "../core/convert";
import type { DType } from "../core/dtypes";
import { standardizeDType } from "../core/dtypes";
import { ValueError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { normalizeAxis } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { cast } from "./cast";
import { transpose } from "./transpose";

/** The record of `one_hot` along a new last axis. */
export const oneHotOp: Op = {
  name: "one_hot",
  kind: "move",
  keras: "keras.src.ops.nn.OneHot",
  checks: ({ attributes: { classes } }) => classes as number,
  infer: ([x], { classes, dtype }) => ({ shape: [...x!.dims, classes as number], dtype: dtype as DType }),
  lower: ({ inputs: [x], attributes: { classes, checked }, output }) => ({
    kernel: "one_hot",
    units: x!.size,
    work: Math.max(1, classes as number),
    words: [x!.size, classes as number, output.dtype === "float32" ? { f: 1 } : 1, 0, checked ? 1 : 0],
  }),
};

/** Options of `oneHot`. */
export interface OneHotOptions {
  /** Where the new axis goes; -1 (last) by default. */
  axis?: number;
  dtype?: string | null;
  /** Whether an index outside the classes stops the program; it gives zeros otherwise. */
  checked?: boolean;
}

function encode(x: TensorLike, numClasses: number, options?: OneHotOptions): Tensor {
  const form = "ops.oneHot(x, 10, { axis: -1 })";
  const { axis, dtype, checked } = checkOptions("one_hot", options, ["axis", "dtype", "checked"], form);
  if (!Number.isInteger(numClasses) || numClasses < 1) {
    throw new ValueError("one_hot", "numClasses is no positive whole number", { received: { numClasses } });
  }
  const indices = cast(toIndices("one_hot", x), "int32");
  const node = makeNode(oneHotOp, [indices], {
    classes: numClasses,
    dtype: standardizeDType(dtype ?? "float32", "one_hot"),
    checked: checked ?? false,
  });
  const at = normalizeAxis("one_hot", axis ?? -1, node.rank);
  if (at === node.rank - 1) return node;
  const axes = [...Array(node.rank - 1).keys()];
  axes.splice(at, 0, node.rank - 1);
  return transpose(node, { axes });
}

/**
 * 1 at each index, 0 elsewhere, along a new axis of `numClasses`.
 *
 * @example K.eval(ops.oneHot([1, 0], 3)) // [[0. 1. 0.] [1. 0. 0.]]
 */
export const oneHot: ((x: TensorLike, numClasses: number, options?: OneHotOptions) => Tensor) & { op?: Op } =
  Object.assign(callable("one_hot", encode), { op: oneHotOp });
