import { type TensorLike, toTensor } from "../core/convert";
import { isInteger } from "../core/dtypes";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { normalizeAxis, sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { cast } from "./cast";
import { reshape } from "./view/reshape";

/** The record of `cumsum` along an axis, from either end. */
export const cumsumOp: Op = {
  name: "cumsum",
  kind: "scan",
  keras: "keras.src.ops.numpy.Cumsum",
  infer: ([x]) => ({ shape: x!.dims, dtype: x!.dtype }),
  gradient: ({ inputs: [x], attributes: { axis, back } }, g) => [
    isInteger(x!.dtype) ? undefined : makeNode(cumsumOp, [g], { axis: axis!, back: !back }),
  ],
  lower: ({ inputs: [x], attributes: { axis, back } }) => {
    const at = axis as number;
    const n = x!.dims[at]!;
    const inner = sizeOf(x!.dims.slice(at + 1));
    return {
      kernel: isInteger(x!.dtype) ? "cumsum_i32" : "cumsum",
      units: n === 0 ? 0 : sizeOf(x!.dims.slice(0, at)) * inner,
      work: Math.max(1, n),
      words: [n, inner, back ? 1 : 0],
    };
  },
};

/** Options of a running fold. */
export interface CumulativeOptions {
  /** The axis; the flattened tensor when absent. */
  axis?: number | null;
  dtype?: string | null;
}

/** The tensor and the axis of a running fold. */
export function cumulative(
  where: string,
  x: TensorLike,
  options: CumulativeOptions | undefined,
): { x: Tensor; axis: number } {
  const { axis, dtype } = checkOptions(where, options, ["axis", "dtype"], `ops.${where}(x, { axis: 1 })`);
  let tensor = toTensor(where, x);
  if (dtype) tensor = cast(tensor, dtype);
  else if (tensor.dtype !== "float32") tensor = cast(tensor, "int32");
  if (axis === undefined || axis === null) return { x: reshape(tensor, [-1]), axis: 0 };
  return { x: tensor, axis: normalizeAxis(where, axis, tensor.rank) };
}

/**
 * The sum of all elements up to each one, along an axis. Each is summed in float64 and rounded once.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.cumsum([1, 2, 3])) // [1. 3. 6.]
 */
export const cumsum: ((x: TensorLike, options?: CumulativeOptions) => Tensor) & { op?: Op } = Object.assign(
  callable("cumsum", (x: TensorLike, options?: CumulativeOptions): Tensor => {
    const own = cumulative("cumsum", x, options);
    return makeNode(cumsumOp, [own.x], { axis: own.axis, back: false });
  }),
  { op: cumsumOp },
);
