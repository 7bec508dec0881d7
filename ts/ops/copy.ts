import { type TensorLike, toTensor } from "../core/convert";
import type { Op } from "../core/op";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";

/** The record of `copy`. */
export const copyOp: Op = {
  name: "copy",
  kind: "map",
  keras: "keras.src.ops.numpy.Copy",
  infer: ([x]) => ({ shape: x!.dims, dtype: x!.dtype }),
  kernel: () => "copy",
  gradient: (_node, g) => [g],
};

/**
 * The same values in memory of their own.
 *
 * @example K.eval(ops.copy([1, 2])) // [1. 2.]
 */
export const copy: ((x: TensorLike) => Tensor) & { op?: Op } = Object.assign(
  callable("copy", (x: TensorLike) => makeNode(copyOp, [toTensor("copy", x)])),
  { op: copyOp },
);
