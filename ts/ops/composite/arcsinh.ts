import { add } from "../add";
import { divide } from "../divide";
import { type Formula, formula, odd } from "../kinds/formula";
import { log } from "../log";
import { log1p } from "../log1p";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { sqrt } from "../sqrt";
import { square } from "../square";

/** From here on the square under the root would overflow before the result does. */
const FAR = 1e9;

/**
 * The inverse of the hyperbolic sine.
 *
 * @example K.eval(ops.arcsinh(0)) // 0
 */
export const arcsinh: Formula = formula("arcsinh", (x) =>
  odd(x, (a) => {
    const near = minimum(a, FAR);
    const s = square(near);
    const y = log1p(add(near, divide(s, add(1, sqrt(add(1, s))))));
    return add(y, log(maximum(divide(a, FAR), 1)));
  }),
);
