import { anyFormula, type Formula } from "../kinds/formula";

/**
 * The real part: the tensor itself.
 *
 * @example K.eval(ops.real([1, 2])) // [1. 2.]
 */
export const real: Formula = anyFormula("real", (x) => x);
