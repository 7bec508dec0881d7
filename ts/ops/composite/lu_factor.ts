import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { factorize, squareMatrix } from "../kinds/elimination";

/**
 * The factors of square matrices by elimination, for small ones: [lu, pivots]. Below its diagonal lu has L, above U; row
 * i was exchanged with row pivots[i].
 *
 * @throws ShapeError when the matrices are not square.
 * @example ops.luFactor([[2, 0], [0, 4]]).length // 2
 */
export const luFactor: (x: TensorLike) => Tensor[] = callable("lu_factor", (x: TensorLike): Tensor[] => {
  const { lu, pivots } = factorize(squareMatrix("lu_factor", x));
  return [lu, pivots];
});
