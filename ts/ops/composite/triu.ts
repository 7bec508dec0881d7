import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { greaterEqual } from "../greater_equal";
import { type DiagonalNumber, diagonalNumber, keepBand } from "../kinds/bands";

/**
 * Matrices with zeros in place of what is not on a diagonal or above it.
 *
 * @throws ShapeError for rank 0 and 1.
 * @example K.eval(ops.triu([[1, 2], [3, 4]])) // [[1. 2.] [0. 4.]]
 */
export const triu: (x: TensorLike, options?: DiagonalNumber) => Tensor = callable(
  "triu",
  (x: TensorLike, options?: DiagonalNumber): Tensor => {
    const k = diagonalNumber("triu", options);
    return keepBand("triu", x, (d) => greaterEqual(d, k));
  },
);
