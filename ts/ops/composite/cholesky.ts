import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { concatenate } from "../concatenate";
import { divide } from "../divide";
import { line, rowsWhere, squareMatrix } from "../kinds/elimination";
import { multiply } from "../multiply";
import { sqrt } from "../sqrt";
import { subtract } from "../subtract";
import { where } from "../where";
import { any } from "./any";
import { isnan } from "./isnan";
import { swapaxes } from "./swapaxes";
import { tril } from "./tril";

/**
 * L of positive definite matrices that are L times its transpose, or that transpose when `upper`; NaN where there is
 * none. For small matrices.
 *
 * @throws ShapeError when the matrices are not square.
 * @example K.eval(ops.cholesky([[4, 0], [0, 9]])) // [[2. 0.] [0. 3.]]
 */
export const cholesky: (x: TensorLike, options?: { upper?: boolean }) => Tensor = callable(
  "cholesky",
  (x: TensorLike, options?: { upper?: boolean }): Tensor => {
    const { upper } = checkOptions("cholesky", options, ["upper"], "ops.cholesky(x, { upper: true })");
    const given = squareMatrix("cholesky", x);
    // As JAX: what is not symmetric is made so.
    let rest = multiply(0.5, add(given, swapaxes(given, -1, -2)));
    const n = given.dims[given.rank - 1]!;
    const columns: Tensor[] = [];
    for (let k = 0; k < n; k++) {
      const column = divide(line(rest, -1, k), sqrt(line(line(rest, -1, k), -2, k)));
      const own = where(
        rowsWhere(n, (row) => row >= k),
        column,
        0,
      );
      columns.push(own);
      rest = subtract(rest, multiply(own, swapaxes(own, -1, -2)));
    }
    const factor = concatenate(columns, { axis: -1 });
    const spoiled = any(isnan(factor), { axis: [-1, -2], keepdims: true });
    const y = tril(where(spoiled, Number.NaN, factor));
    return upper ? swapaxes(y, -1, -2) : y;
  },
);
