import { equal } from "../equal";
import { anyFormula, type Formula } from "../kinds/formula";

/**
 * Whether elements are minus infinity.
 *
 * @example K.eval(ops.isneginf([1, Number.NEGATIVE_INFINITY])) // [False  True]
 */
export const isneginf: Formula = anyFormula("isneginf", (x) => equal(x, Number.NEGATIVE_INFINITY));
