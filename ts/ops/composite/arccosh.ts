import { add } from "../add";
import { divide } from "../divide";
import { type Formula, formula } from "../kinds/formula";
import { log } from "../log";
import { log1p } from "../log1p";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { multiply } from "../multiply";
import { sqrt } from "../sqrt";
import { subtract } from "../subtract";

/** From here on the product under the root would overflow before the result does. */
const FAR = 1e9;

/**
 * The inverse of the hyperbolic cosine, of numbers from 1 on.
 *
 * @example K.eval(ops.arccosh(1)) // 0
 */
export const arccosh: Formula = formula("arccosh", (x) => {
  const t = subtract(minimum(x, FAR), 1);
  const y = log1p(add(t, multiply(sqrt(t), sqrt(add(t, 2)))));
  return add(y, log(maximum(divide(x, FAR), 1)));
});
