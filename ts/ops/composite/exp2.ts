import { type Formula, formula } from "../kinds/formula";
import { power } from "../power";

/**
 * 2 to the power x.
 *
 * @example K.eval(ops.exp2([3, -1])) // [8.  0.5]
 */
export const exp2: Formula = formula("exp2", (x) => power(2, x));
