import { divide } from "../divide";
import { type Formula, formula } from "../kinds/formula";
import { log } from "../log";

/**
 * The logarithm to the base 10.
 *
 * @example K.eval(ops.log10([1, 100])) // [0. 2.]
 */
export const log10: Formula = formula("log10", (x) => divide(log(x), Math.LN10));
