import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { squareMatrix, substitute } from "../kinds/elimination";
import { expandDims } from "./expand_dims";
import { squeeze } from "./squeeze";

/**
 * y where a y = b for triangular matrices, upper ones unless `lower`; the other half is not read. For small matrices.
 *
 * @throws ShapeError when the matrices are not square.
 * @example K.eval(ops.solveTriangular([[2, 0], [0, 4]], [2, 2])) // [1.  0.5]
 */
export const solveTriangular: (a: TensorLike, b: TensorLike, options?: { lower?: boolean }) => Tensor = callable(
  "solve_triangular",
  (a: TensorLike, b: TensorLike, options?: { lower?: boolean }): Tensor => {
    const form = "ops.solveTriangular(a, b, { lower: true })";
    const { lower = false } = checkOptions("solve_triangular", options, ["lower"], form);
    const [matrix, right] = [squareMatrix("solve_triangular", a), cast(toTensor("solve_triangular", b), "float32")];
    if (right.rank > 1 && right.rank !== matrix.rank - 1) return substitute(matrix, right, lower);
    return squeeze(substitute(matrix, expandDims(right, -1), lower), { axis: -1 });
  },
);
