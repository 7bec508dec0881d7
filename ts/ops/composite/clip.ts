import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { maximum } from "../maximum";
import { minimum } from "../minimum";

/**
 * x brought into [xMin, xMax]; NaN stays.
 *
 * @example K.eval(ops.clip([-1, 5], 0, 3)) // [0. 3.]
 */
export const clip: (x: TensorLike, xMin: TensorLike, xMax: TensorLike) => Tensor = callable(
  "clip",
  (x: TensorLike, xMin: TensorLike, xMax: TensorLike): Tensor => {
    return minimum(maximum(x, xMin), xMax);
  },
);
