import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { solved, squareMatrix } from "../kinds/elimination";
import { eye } from "./eye";

/**
 * The inverse of square matrices; for small ones.
 *
 * @throws ShapeError when the matrices are not square.
 * @example K.eval(ops.inv([[2, 0], [0, 4]])) // [[0.5  0.  ] [0.   0.25]]
 */
export const inv: (x: TensorLike) => Tensor = callable("inv", (x: TensorLike): Tensor => {
  const matrix = squareMatrix("inv", x);
  return solved(matrix, eye(matrix.dims[matrix.rank - 1]!));
});
