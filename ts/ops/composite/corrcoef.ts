import { divide } from "../divide";
import { atLeast2 } from "../kinds/atleast";
import { type Formula, formula } from "../kinds/formula";
import { matmul } from "../matmul";
import { sqrt } from "../sqrt";
import { subtract } from "../subtract";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";
import { clip } from "./clip";
import { diagonal } from "./diagonal";
import { expandDims } from "./expand_dims";
import { mean } from "./mean";

/**
 * The correlations of the rows of a matrix.
 *
 * @example K.eval(ops.corrcoef([[1, 2, 3], [3, 2, 1]])) // [[ 1. -1.] [-1.  1.]]
 */
export const corrcoef: Formula = formula("corrcoef", (x) => {
  const rows = atLeast2("corrcoef", x);
  const centred = subtract(rows, mean(rows, { axis: 1, keepdims: true }));
  const covariance = divide(matmul(centred, transpose(centred)), rows.dims[1]! - 1);
  const spread = sqrt(diagonal(covariance));
  const y = clip(divide(divide(covariance, expandDims(spread, 1)), spread), -1, 1);
  return x.rank < 2 ? reshape(y, []) : y;
});
