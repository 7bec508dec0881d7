import { type TensorLike, toTensor } from "../../core/convert";
import type { Op } from "../../core/op";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";

/** The record of `stop_gradient`. */
export const stopGradientOp: Op = {
  name: "stop_gradient",
  kind: "move",
  keras: "keras.src.ops.core.StopGradient",
  infer: ([x]) => ({ shape: x!.dims, dtype: x!.dtype }),
};

/**
 * The same values, through which no gradient passes.
 *
 * @example K.eval(ops.stopGradient([1, 2])) // [1. 2.]
 */
export const stopGradient: ((variable: TensorLike) => Tensor) & { op?: Op } = Object.assign(
  callable("stop_gradient", (variable: TensorLike) => makeNode(stopGradientOp, [toTensor("stop_gradient", variable)])),
  { op: stopGradientOp },
);
