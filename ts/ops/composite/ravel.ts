import { anyFormula, type Formula } from "../kinds/formula";
import { reshape } from "../view/reshape";

/**
 * All elements in one axis.
 *
 * @example K.eval(ops.ravel([[1, 2], [3, 4]])) // [1. 2. 3. 4.]
 */
export const ravel: Formula = anyFormula("ravel", (x) => reshape(x, -1));
