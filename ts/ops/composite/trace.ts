import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { sum } from "../sum";
import { type DiagonalOptions, diagonal, diagonalOptions } from "./diagonal";

/**
 * The sum of the diagonal of matrices in two axes.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.trace([[1, 2], [3, 4]])) // 5
 */
export const trace: (x: TensorLike, options?: DiagonalOptions) => Tensor = callable(
  "trace",
  (x: TensorLike, options?: DiagonalOptions): Tensor =>
    sum(diagonal(x, diagonalOptions("trace", options)), { axis: -1 }),
);
