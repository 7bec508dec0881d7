import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { solved, squareMatrix } from "../kinds/elimination";
import { expandDims } from "./expand_dims";
import { squeeze } from "./squeeze";

/**
 * y where a y = b: of square matrices [..., n, n] and b [n], [..., n, m]. For small matrices: elimination takes n steps
 * in the program.
 *
 * @throws ShapeError when the matrices are not square.
 * @example K.eval(ops.solve([[2, 0], [0, 4]], [2, 2])) // [1.  0.5]
 */
export const solve: (a: TensorLike, b: TensorLike) => Tensor = callable(
  "solve",
  (a: TensorLike, b: TensorLike): Tensor => {
    const [matrix, right] = [squareMatrix("solve", a), cast(toTensor("solve", b), "float32")];
    if (right.rank > 1 && right.rank !== matrix.rank - 1) return solved(matrix, right);
    return squeeze(solved(matrix, expandDims(right, -1)), { axis: -1 });
  },
);
