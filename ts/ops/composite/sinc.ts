import { divide } from "../divide";
import { equal } from "../equal";
import { type Formula, formula } from "../kinds/formula";
import { multiply } from "../multiply";
import { sin } from "../sin";
import { where } from "../where";

/**
 * sin(pi x) / (pi x); 1 at 0.
 *
 * @example K.eval(ops.sinc([0, 0.5])) // [1.        0.63661975]
 */
export const sinc: Formula = formula("sinc", (x) => {
  const zero = equal(x, 0);
  const angle = multiply(where(zero, 1, x), Math.PI);
  return where(zero, 1, divide(sin(angle), angle));
});
