import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { lastDiagonal } from "../kinds/bands";
import { factorize, squareMatrix } from "../kinds/elimination";
import { multiply } from "../multiply";
import { notEqual } from "../not_equal";
import { prod } from "../prod";
import { where } from "../where";
import { arange } from "./arange";

/**
 * The determinants of square matrices; for small ones.
 *
 * @throws ShapeError when the matrices are not square.
 * @example K.eval(ops.det([[2, 0], [0, 4]])) // 8
 */
export const det: (x: TensorLike) => Tensor = callable("det", (x: TensorLike): Tensor => {
  const { lu, pivots } = factorize(squareMatrix("det", x));
  const factors = lastDiagonal(lu, 0);
  const exchanged = notEqual(pivots, arange(factors.dims[factors.rank - 1]!));
  return prod(multiply(factors, where(exchanged, -1, 1)), { axis: -1 });
});
