import { arctan2 } from "../arctan2";
import { type Formula, formula } from "../kinds/formula";

/**
 * The angle from -pi/2 to pi/2 of a tangent.
 *
 * @example K.eval(ops.arctan([0, 1])) // [0.        0.7853982]
 */
export const arctan: Formula = formula("arctan", (x) => arctan2(x, 1));
