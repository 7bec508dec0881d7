import { type TensorLike, toTensor, toTensors } from "../core/convert";
import { isInteger, resultType } from "../core/dtypes";
import type { Op } from "../core/op";
import { broadcastShapes } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { cast } from "./cast";
import { unbroadcast } from "./kinds/zip";

/** The record of `where`. */
export const whereOp: Op = {
  name: "where",
  kind: "zip",
  keras: "keras.src.ops.numpy.Where",
  infer: ([c, a, b]) => ({
    shape: broadcastShapes("where", broadcastShapes("where", c!.dims, a!.dims), b!.dims),
    dtype: a!.dtype,
  }),
  kernel: () => "where",
  reference: (c, a, b) => (c ? a! : b!),
  gradient: ({ inputs: [c, a, b] }, g, k) =>
    isInteger(a!.dtype)
      ? [undefined, undefined, undefined]
      : [undefined, unbroadcast(k.where(c!, g, 0), a!.dims, k), unbroadcast(k.where(c!, 0, g), b!.dims, k)],
};

/**
 * x1 where the condition holds, else x2; all three broadcast.
 *
 * @example K.eval(ops.where([true, false], [1, 2], 9)) // [1. 9.]
 */
export const where: ((condition: TensorLike, x1: TensorLike, x2: TensorLike) => Tensor) & { op?: Op } = Object.assign(
  callable("where", (condition: TensorLike, x1: TensorLike, x2: TensorLike) => {
    const c = cast(toTensor("where", condition), "bool");
    const [a, b] = toTensors("where", x1, x2);
    const dtype = resultType(a.dtype, b.dtype);
    return makeNode(whereOp, [c, cast(a, dtype), cast(b, dtype)]);
  }),
  { op: whereOp },
);
