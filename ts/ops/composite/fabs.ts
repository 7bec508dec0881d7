import { absolute } from "../absolute";
import { type Formula, formula } from "../kinds/formula";

/**
 * The magnitude, as float32.
 *
 * @example K.eval(ops.fabs([-1.5])) // [1.5]
 */
export const fabs: Formula = formula("fabs", (x) => absolute(x));
