import { arctan2 } from "../arctan2";
import { type Formula, formula } from "../kinds/formula";

/**
 * The angle of a number in the complex plane: 0, or pi of a negative one.
 *
 * @example K.eval(ops.angle([1, -1])) // [0.        3.1415927]
 */
export const angle: Formula = formula("angle", (x) => arctan2(0, x));
