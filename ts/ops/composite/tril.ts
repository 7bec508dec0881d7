import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type DiagonalNumber, diagonalNumber, keepBand } from "../kinds/bands";
import { lessEqual } from "../less_equal";

/**
 * Matrices with zeros in place of what is not on a diagonal or below it.
 *
 * @throws ShapeError for rank 0 and 1.
 * @example K.eval(ops.tril([[1, 2], [3, 4]])) // [[1. 0.] [3. 4.]]
 */
export const tril: (x: TensorLike, options?: DiagonalNumber) => Tensor = callable(
  "tril",
  (x: TensorLike, options?: DiagonalNumber): Tensor => {
    const k = diagonalNumber("tril", options);
    return keepBand("tril", x, (d) => lessEqual(d, k));
  },
);
