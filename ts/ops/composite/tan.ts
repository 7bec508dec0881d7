import { cos } from "../cos";
import { divide } from "../divide";
import { type Formula, formula } from "../kinds/formula";
import { sin } from "../sin";

/**
 * The tangent.
 *
 * @example K.eval(ops.tan(0)) // 0
 */
export const tan: Formula = formula("tan", (x) => divide(sin(x), cos(x)));
