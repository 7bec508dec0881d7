import { anyFormula, type Formula } from "../kinds/formula";
import { onesLike } from "./ones_like";

/**
 * Whether elements are real: all are.
 *
 * @example K.eval(ops.isreal([1, 2])) // [ True  True]
 */
export const isreal: Formula = anyFormula("isreal", (x) => onesLike(x, { dtype: "bool" }));
