import { type TensorLike, toTensor } from "../core/convert";
import { resultType } from "../core/dtypes";
import { ShapeError } from "../core/errors";
import type { Lowering, Op, OpNode } from "../core/op";
import { checkOptions } from "../core/options";
import { normalizeAxis, sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { cast } from "./cast";

/** The record of `concatenate`. */
export const concatenateOp: Op = {
  name: "concatenate",
  kind: "move",
  keras: "keras.src.ops.numpy.Concatenate",
  infer: (inputs, { axis }) => {
    const shape = [...inputs[0]!.dims];
    shape[axis as number] = inputs.reduce((sum, x) => sum + x.dims[axis as number]!, 0);
    return { shape, dtype: inputs[0]!.dtype };
  },
  gradient: ({ inputs, attributes: { axis } }, g, k) => {
    let at = 0;
    return inputs.map((x) => {
      const start = x.dims.map((_, i) => (i === axis ? at : 0));
      at += x.dims[axis as number]!;
      return k.slice(g, start, x.dims);
    });
  },
  lower: lowerConcatenate,
};

function lowerConcatenate({ inputs, attributes, output }: OpNode): Lowering {
  const axis = attributes.axis as number;
  const row = sizeOf(output.dims.slice(axis));
  return {
    kernel: "concatenate",
    units: row === 0 ? 0 : sizeOf(output.dims.slice(0, axis)),
    work: Math.max(1, row),
    operands: [output, ...inputs],
    words: [row, ...inputs.map((x) => sizeOf(x.dims.slice(axis)))],
  };
}

/** Options of `concatenate`. */
export interface AxisOption {
  axis?: number;
}

function join(xs: readonly TensorLike[], options?: AxisOption): Tensor {
  const { axis } = checkOptions("concatenate", options, ["axis"], "ops.concatenate([a, b], { axis: -1 })");
  if (!Array.isArray(xs) || xs.length === 0) {
    throw new ShapeError("concatenate", "needs a list of tensors", { received: { xs } });
  }
  const tensors = xs.map((x) => toTensor("concatenate", x));
  const first = tensors[0]!;
  const at = normalizeAxis("concatenate", axis ?? 0, first.rank);
  for (const x of tensors) {
    if (x.rank !== first.rank || !x.dims.every((d, i) => i === at || d === first.dims[i])) {
      throw new ShapeError("concatenate", "the tensors do not fit together", {
        expected: `equal sizes on all axes but ${at}`,
        received: `shapes ${tensors.map((t) => `[${t.dims}]`).join(", ")}`,
      });
    }
  }
  if (tensors.length === 1) return first;
  const dtype = resultType(...tensors.map((t) => t.dtype));
  return makeNode(
    concatenateOp,
    tensors.map((t) => cast(t, dtype)),
    { axis: at },
  );
}

/**
 * The tensors one behind the other along an axis (0 by default).
 *
 * @throws ShapeError when other sizes differ.
 * @example K.eval(ops.concatenate([[1, 2], [3]])) // [1. 2. 3.]
 */
export const concatenate: ((xs: readonly TensorLike[], options?: AxisOption) => Tensor) & { op?: Op } = Object.assign(
  callable("concatenate", join),
  { op: concatenateOp },
);
