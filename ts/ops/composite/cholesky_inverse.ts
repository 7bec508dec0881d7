import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { squareMatrix } from "../kinds/elimination";
import { matmul } from "../matmul";
import { eye } from "./eye";
import { solveTriangular } from "./solve_triangular";
import { swapaxes } from "./swapaxes";

/**
 * The inverse of the matrix whose factor `cholesky` gives; for small ones.
 *
 * @throws ShapeError when the matrix is not square.
 * @example K.eval(ops.choleskyInverse([[2, 0], [0, 1]])) // [[0.25 0.  ] [0.   1.  ]]
 */
export const choleskyInverse: (x: TensorLike, options?: { upper?: boolean }) => Tensor = callable(
  "cholesky_inverse",
  (x: TensorLike, options?: { upper?: boolean }): Tensor => {
    const form = "ops.choleskyInverse(x, { upper: true })";
    const { upper = false } = checkOptions("cholesky_inverse", options, ["upper"], form);
    const factor = squareMatrix("cholesky_inverse", x);
    const inverse = solveTriangular(factor, eye(factor.dims[factor.rank - 1]!), { lower: !upper });
    const turned = swapaxes(inverse, -1, -2);
    return upper ? matmul(inverse, turned) : matmul(turned, inverse);
  },
);
