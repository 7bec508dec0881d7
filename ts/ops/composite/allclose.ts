import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { all } from "./all";
import { type CloseOptions, closeOptions, isclose } from "./isclose";

/**
 * Whether all of x1 is x2 within tolerances.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.allclose([1, 1.1], 1)) // false
 */
export const allclose: (x1: TensorLike, x2: TensorLike, options?: CloseOptions) => Tensor = callable(
  "allclose",
  (x1: TensorLike, x2: TensorLike, options?: CloseOptions): Tensor =>
    all(isclose(x1, x2, closeOptions("allclose", options))),
);
