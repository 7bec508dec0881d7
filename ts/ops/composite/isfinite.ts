import { absolute } from "../absolute";
import { anyFormula, type Formula } from "../kinds/formula";
import { less } from "../less";

/**
 * Whether elements are numbers, and finite.
 *
 * @example K.eval(ops.isfinite([1, Number.POSITIVE_INFINITY, Number.NaN])) // [ True False False]
 */
export const isfinite: Formula = anyFormula("isfinite", (x) => less(absolute(x), Number.POSITIVE_INFINITY));
