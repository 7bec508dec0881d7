import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type DiagonalNumber, diagonalNumber, lastDiagonal, onDiagonal } from "../kinds/bands";

/**
 * The diagonal of a matrix; of a vector a matrix with it on its diagonal.
 *
 * @throws ShapeError for any other rank.
 * @example K.eval(ops.diag([1, 2])) // [[1. 0.] [0. 2.]]
 */
export const diag: (x: TensorLike, options?: DiagonalNumber) => Tensor = callable(
  "diag",
  (x: TensorLike, options?: DiagonalNumber): Tensor => {
    const k = diagonalNumber("diag", options);
    const tensor = toTensor("diag", x);
    if (tensor.rank === 2) return lastDiagonal(tensor, k);
    if (tensor.rank === 1) return onDiagonal(tensor, k);
    throw new ShapeError("diag", "the input is no vector and no matrix", { received: { "x.shape": tensor.shape } });
  },
);
