import { absolute } from "../absolute";
import { equal } from "../equal";
import { anyFormula, type Formula } from "../kinds/formula";

/**
 * Whether elements are infinite.
 *
 * @example K.eval(ops.isinf([1, Number.NEGATIVE_INFINITY])) // [False  True]
 */
export const isinf: Formula = anyFormula("isinf", (x) => equal(absolute(x), Number.POSITIVE_INFINITY));
