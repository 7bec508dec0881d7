import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { lastDiagonal } from "../kinds/bands";
import { factorize, squareMatrix } from "../kinds/elimination";
import { log } from "../log";
import { multiply } from "../multiply";
import { notEqual } from "../not_equal";
import { prod } from "../prod";
import { sign } from "../sign";
import { sum } from "../sum";
import { where } from "../where";
import { arange } from "./arange";

/**
 * The sign of the determinants of square matrices, and the logarithm of their magnitudes: [sign, log]. For small matrices.
 *
 * @throws ShapeError when the matrices are not square.
 * @example ops.slogdet([[2, 0], [0, 4]]).length // 2
 */
export const slogdet: (x: TensorLike) => Tensor[] = callable("slogdet", (x: TensorLike): Tensor[] => {
  const { lu, pivots } = factorize(squareMatrix("slogdet", x));
  const factors = lastDiagonal(lu, 0);
  const exchanged = notEqual(pivots, arange(factors.dims[factors.rank - 1]!));
  const signs = multiply(sign(factors), where(exchanged, -1, 1));
  return [prod(signs, { axis: -1 }), sum(log(absolute(factors)), { axis: -1 })];
});
