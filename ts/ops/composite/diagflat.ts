import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type DiagonalNumber, diagonalNumber, onDiagonal } from "../kinds/bands";
import { reshape } from "../view/reshape";

/**
 * A matrix with all elements on its diagonal.
 *
 * @example K.eval(ops.diagflat([[1, 2]])) // [[1. 0.] [0. 2.]]
 */
export const diagflat: (x: TensorLike, options?: DiagonalNumber) => Tensor = callable(
  "diagflat",
  (x: TensorLike, options?: DiagonalNumber): Tensor => onDiagonal(reshape(x, -1), diagonalNumber("diagflat", options)),
);
