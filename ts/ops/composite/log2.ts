import { divide } from "../divide";
import { type Formula, formula } from "../kinds/formula";
import { log } from "../log";

/**
 * The logarithm to the base 2.
 *
 * @example K.eval(ops.log2([8, 0.5])) // [ 3. -1.]
 */
export const log2: Formula = formula("log2", (x) => divide(log(x), Math.LN2));
