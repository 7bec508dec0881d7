import { equal } from "../equal";
import { anyFormula, type Formula } from "../kinds/formula";

/**
 * Whether elements are infinity.
 *
 * @example K.eval(ops.isposinf([1, Number.POSITIVE_INFINITY])) // [False  True]
 */
export const isposinf: Formula = anyFormula("isposinf", (x) => equal(x, Number.POSITIVE_INFINITY));
